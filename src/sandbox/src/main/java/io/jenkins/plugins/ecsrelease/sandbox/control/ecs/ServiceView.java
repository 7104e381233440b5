package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** A service as DescribeServices tells it. */
final class ServiceView {

    private ServiceView() {}

    /** @param taskSets of its own; none under ECS */
    static Service of(ServiceRecord service, List<TaskSet> taskSets, List<Tag> tags) {
        List<RevisionRecord> active = service.active();
        DeploymentRecord latest = service.latest();
        boolean native_ = service.controller.equals("ECS");
        return Service.builder()
                .serviceArn(service.arn)
                .serviceName(service.name)
                .clusterArn(service.clusterArn)
                .status(service.status)
                .desiredCount(service.desiredCount)
                .runningCount(active.stream().mapToInt(RevisionRecord::running).sum())
                .pendingCount(active.stream().mapToInt(RevisionRecord::pending).sum())
                .launchType(service.spec.launchType)
                .capacityProviderStrategy(service.spec.capacityProviderStrategy.isEmpty()
                        ? null : service.spec.capacityProviderStrategy)
                .platformVersion(service.spec.platformVersion)
                .platformFamily("Linux")
                .taskDefinition(service.spec.taskDefinition)
                .deploymentConfiguration(service.configuration)
                .deploymentController(c -> c.type(service.controller))
                .deployments(native_ ? deployments(service, active) : List.of())
                .taskSets(taskSets)
                .loadBalancers(service.spec.loadBalancers)
                .serviceRegistries(service.spec.serviceRegistries)
                .networkConfiguration(service.spec.networkConfiguration)
                .healthCheckGracePeriodSeconds(service.healthCheckGraceSeconds)
                .schedulingStrategy("REPLICA")
                .events(service.events)
                .createdAt(service.createdAt)
                .createdBy(service.createdBy)
                .currentServiceDeployment(latest == null || !native_ ? null : latest.arn)
                .currentServiceRevisions(!native_ ? List.of() : active.stream().map(revision -> ServiceCurrentRevisionSummary.builder()
                        .arn(revision.arn)
                        .requestedTaskCount(revision.requested)
                        .runningTaskCount(revision.running())
                        .pendingTaskCount(revision.pending())
                        .build()).toList())
                .placementConstraints(service.placementConstraints)
                .placementStrategy(service.placementStrategy)
                .enableECSManagedTags(service.managedTags)
                .propagateTags(service.propagateTags == null ? "NONE" : service.propagateTags)
                .enableExecuteCommand(service.execute)
                .availabilityZoneRebalancing(service.zoneRebalancing == null ? "DISABLED" : service.zoneRebalancing)
                .tags(tags)
                .build();
    }

    /** Newest first; the first one is PRIMARY. */
    private static List<Deployment> deployments(ServiceRecord service, List<RevisionRecord> active) {
        List<Deployment> deployments = new ArrayList<>();
        for (RevisionRecord revision : active) {
            Deployment shown = Deployment.builder()
                    .id(revision.deploymentId)
                    .status(revision == service.current ? "PRIMARY" : "ACTIVE")
                    .taskDefinition(revision.definition.taskDefinitionArn())
                    .desiredCount(revision.requested)
                    .pendingCount(revision.pending())
                    .runningCount(revision.running())
                    .failedTasks(revision.failures)
                    .createdAt(revision.deployedAt)
                    .updatedAt(revision.changedAt)
                    .launchType(revision.spec.launchType)
                    .platformVersion(revision.spec.resolvedPlatform())
                    .platformFamily("Linux")
                    .networkConfiguration(revision.spec.networkConfiguration)
                    .rolloutState(revision.rolloutState)
                    .rolloutStateReason(revision.rolloutReason)
                    .build();
            deployments.add(revision == service.current ? 0 : deployments.size(), shown);
        }
        return deployments;
    }
}
