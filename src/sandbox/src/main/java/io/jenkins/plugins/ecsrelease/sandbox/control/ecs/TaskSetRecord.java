package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Some of the tasks of a service that is not deployed by ECS itself. */
final class TaskSetRecord {

    final String arn;
    final RevisionRecord revision;
    final String externalId;
    final String startedBy;
    Instant updatedAt;
    Instant stableSince;
    double scale;
    boolean draining;

    TaskSetRecord(RevisionRecord revision, String externalId, String startedBy, double scale) {
        this.arn = revision.service.arn.replace(":service/", ":task-set/") + "/" + revision.deploymentId;
        this.revision = revision;
        this.externalId = externalId;
        this.startedBy = startedBy;
        this.scale = scale;
        this.updatedAt = revision.createdAt;
        this.stableSince = revision.createdAt;
    }

    /** The service's count times the scale, always rounded up. */
    int computed() {
        return draining ? 0 : (int) Math.ceil(revision.service.desiredCount * scale / 100);
    }

    boolean isThere() {
        return !draining || revision.hasTasks();
    }

    /** @param steady whether all the tasks that it should have are well */
    TaskSet describe(boolean steady, List<Tag> tags) {
        ServiceSpec spec = revision.spec;
        return TaskSet.builder()
                .id(revision.deploymentId)
                .taskSetArn(arn)
                .serviceArn(revision.service.arn)
                .clusterArn(revision.service.clusterArn)
                .startedBy(startedBy)
                .externalId(externalId)
                .status(draining ? "DRAINING" : this == revision.service.primary ? "PRIMARY" : "ACTIVE")
                .taskDefinition(revision.definition.taskDefinitionArn())
                .computedDesiredCount(computed())
                .runningCount(revision.running())
                .pendingCount(revision.pending())
                .createdAt(revision.createdAt)
                .updatedAt(updatedAt)
                .launchType(spec.capacityProviderStrategy.isEmpty() ? spec.launchType : null)
                .capacityProviderStrategy(spec.capacityProviderStrategy.isEmpty() ? null : spec.capacityProviderStrategy)
                .platformVersion(spec.resolvedPlatform())
                .platformFamily("Linux")
                .networkConfiguration(spec.networkConfiguration)
                .loadBalancers(spec.loadBalancers)
                .serviceRegistries(spec.serviceRegistries)
                .scale(s -> s.value(scale).unit("PERCENT"))
                .stabilityStatus(steady ? StabilityStatus.STEADY_STATE : StabilityStatus.STABILIZING)
                .stabilityStatusAt(stableSince)
                .tags(tags)
                .build();
    }
}
