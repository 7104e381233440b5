package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** One task. Its status moves as the developer guide's task life cycle tells. */
final class TaskRecord {

    /** Where a task is registered with a load balancer. */
    record Registration(String groupArn, int port) {}

    final String arn;
    final String clusterArn;
    final TaskDefinition definition;
    final Instant createdAt;
    final List<ContainerRecord> containers = new ArrayList<>();
    final List<Registration> registrations = new ArrayList<>();
    /** Null for a task that no service runs. */
    ServiceRecord service;
    RevisionRecord revision;
    String group;
    String startedBy;
    String launchType = "FARGATE";
    String capacityProvider;
    String platformVersion = "1.4.0";
    TaskOverride overrides;
    boolean exec;
    String subnet;
    boolean publicAddress;
    String ip;
    String networkInterface;
    String attachmentId;
    String zone;
    String desiredStatus = "RUNNING";
    String lastStatus = "PROVISIONING";
    String stopCode;
    String stoppedReason;
    Instant pullStartedAt;
    Instant pullStoppedAt;
    Instant connectivityAt;
    Instant startedAt;
    Instant stoppingAt;
    Instant executionStoppedAt;
    Instant stoppedAt;
    long version = 1;
    /** Whether the service scheduler has dealt with its end. */
    boolean replaced;

    TaskRecord(String arn, String clusterArn, TaskDefinition definition, Instant createdAt) {
        this.arn = arn;
        this.clusterArn = clusterArn;
        this.definition = definition;
        this.createdAt = createdAt;
    }

    String id() {
        return Arns.last(arn);
    }

    boolean isRunning() {
        return lastStatus.equals("RUNNING");
    }

    boolean isStopped() {
        return lastStatus.equals("STOPPED");
    }

    /** Whether it runs or is on its way there. */
    boolean isWanted() {
        return desiredStatus.equals("RUNNING");
    }

    void status(String now) {
        lastStatus = now;
        version++;
    }

    String health() {
        if (containers.stream().anyMatch(container -> container.isEssential() && container.healthStatus.equals("UNHEALTHY"))) {
            return "UNHEALTHY";
        }
        return containers.stream().anyMatch(container -> container.healthStatus.equals("HEALTHY")) ? "HEALTHY" : "UNKNOWN";
    }

    Task describe(List<Tag> tags) {
        return Task.builder()
                .taskArn(arn)
                .clusterArn(clusterArn)
                .taskDefinitionArn(definition.taskDefinitionArn())
                .group(group)
                .startedBy(startedBy)
                .launchType(capacityProvider == null ? launchType : null)
                .capacityProviderName(capacityProvider)
                .platformVersion(platformVersion)
                .platformFamily("Linux")
                .availabilityZone(zone)
                .connectivity(connectivityAt == null ? null : "CONNECTED")
                .connectivityAt(connectivityAt)
                .containers(containers.stream().map(container -> container.describe(this)).toList())
                .cpu(overrides != null && overrides.cpu() != null ? overrides.cpu() : definition.cpu())
                .memory(overrides != null && overrides.memory() != null ? overrides.memory() : definition.memory())
                .createdAt(createdAt)
                .desiredStatus(desiredStatus)
                .lastStatus(lastStatus)
                .enableExecuteCommand(exec)
                .executionStoppedAt(executionStoppedAt)
                .healthStatus(health())
                .overrides(overrides == null ? TaskOverride.builder().containerOverrides(List.of()).build() : overrides)
                .pullStartedAt(pullStartedAt)
                .pullStoppedAt(pullStoppedAt)
                .startedAt(startedAt)
                .stopCode(stopCode)
                .stoppedAt(stoppedAt)
                .stoppedReason(stoppedReason)
                .stoppingAt(stoppingAt)
                .version(version)
                .tags(tags)
                .attachments(Attachment.builder()
                        .id(attachmentId)
                        .type("ElasticNetworkInterface")
                        .status(isStopped() ? "DELETED" : "ATTACHED")
                        .details(detail("subnetId", subnet), detail("networkInterfaceId", networkInterface),
                                detail("privateIPv4Address", ip))
                        .build())
                .build();
    }

    private static KeyValuePair detail(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
