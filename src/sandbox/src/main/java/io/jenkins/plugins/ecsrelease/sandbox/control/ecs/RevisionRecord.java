package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ResolvedConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** One version of a service: what it runs, where its traffic goes, and the tasks it has now. */
final class RevisionRecord {

    final String arn;
    final ServiceRecord service;
    final TaskDefinition definition;
    final ServiceSpec spec;
    final Instant createdAt;
    /** By container name, once the first task has pulled them. */
    final Map<String, Images.Image> images = new LinkedHashMap<>();
    final List<TaskRecord> tasks = new ArrayList<>();
    /** The target groups that its tasks are registered with, in the order of the service's load balancers. */
    final List<String> groups = new ArrayList<>();
    /** Names it in the service's list of deployments. */
    String deploymentId;
    Instant deployedAt;
    Instant changedAt;
    int requested;
    /** Tasks that did not come up or were unhealthy, since the last one that was well. */
    int failures;
    String rolloutState = "IN_PROGRESS";
    String rolloutReason = "";
    double productionWeight;
    double testWeight;

    RevisionRecord(String arn, ServiceRecord service, TaskDefinition definition, ServiceSpec spec, Instant createdAt) {
        this.arn = arn;
        this.service = service;
        this.definition = definition;
        this.spec = spec;
        this.createdAt = createdAt;
        this.deployedAt = createdAt;
        this.changedAt = createdAt;
    }

    List<TaskRecord> wanted() {
        return tasks.stream().filter(TaskRecord::isWanted).toList();
    }

    int running() {
        return (int) tasks.stream().filter(task -> task.isWanted() && task.isRunning()).count();
    }

    int pending() {
        return (int) tasks.stream().filter(task -> task.isWanted() && !task.isRunning()).count();
    }

    /** Whether a task of it still exists, those that are being stopped included. */
    boolean hasTasks() {
        return tasks.stream().anyMatch(task -> !task.isStopped());
    }

    ServiceRevision describe() {
        List<ServiceRevisionLoadBalancer> resolved = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            LoadBalancer balancer = spec.loadBalancers.get(i);
            resolved.add(ServiceRevisionLoadBalancer.builder()
                    .targetGroupArn(groups.get(i))
                    .productionListenerRule(balancer.advancedConfiguration() == null
                            ? null : balancer.advancedConfiguration().productionListenerRule())
                    .build());
        }
        List<ContainerImage> containers = new ArrayList<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            Images.Image image = images.get(container.name());
            containers.add(ContainerImage.builder()
                    .containerName(container.name())
                    .image(container.image())
                    .imageDigest(image == null ? null : image.digest())
                    .build());
        }
        return ServiceRevision.builder()
                .serviceRevisionArn(arn)
                .serviceArn(service.arn)
                .clusterArn(service.clusterArn)
                .taskDefinition(definition.taskDefinitionArn())
                .capacityProviderStrategy(spec.capacityProviderStrategy.isEmpty() ? null : spec.capacityProviderStrategy)
                .launchType(spec.capacityProviderStrategy.isEmpty() ? spec.launchType : null)
                .platformVersion(spec.resolvedPlatform())
                .platformFamily("Linux")
                .loadBalancers(spec.loadBalancers)
                .serviceRegistries(spec.serviceRegistries.isEmpty() ? null : spec.serviceRegistries)
                .networkConfiguration(spec.networkConfiguration)
                .serviceConnectConfiguration(spec.serviceConnectConfiguration)
                .volumeConfigurations(spec.volumeConfigurations.isEmpty() ? null : spec.volumeConfigurations)
                .containerImages(containers)
                .guardDutyEnabled(false)
                .createdAt(createdAt)
                .resolvedConfiguration(resolved.isEmpty() ? null : ResolvedConfiguration.builder().loadBalancers(resolved).build())
                .build();
    }
}
