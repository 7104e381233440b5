package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/** One service. */
final class ServiceRecord {

    private static final int EVENTS = 100;

    final String arn;
    final String name;
    final String clusterArn;
    final Instant createdAt;
    final String createdBy;
    /** Every revision since the service was created, oldest first. */
    final List<RevisionRecord> revisions = new ArrayList<>();
    /** Every service deployment, oldest first. */
    final List<DeploymentRecord> deployments = new ArrayList<>();
    /** Under another controller than ECS, oldest first; those that are gone stay. */
    final List<TaskSetRecord> taskSets = new ArrayList<>();
    /** The task set that serves production; null where there is none. */
    TaskSetRecord primary;
    /** Newest first. */
    final Deque<ServiceEvent> events = new ArrayDeque<>();
    String status = "ACTIVE";
    String controller = "ECS";
    ServiceSpec spec;
    int desiredCount;
    DeploymentConfiguration configuration;
    List<Hook> hooks = List.of();
    BreakerThreshold breakerThreshold = BreakerThreshold.STANDARD;
    int healthCheckGraceSeconds;
    boolean execute;
    boolean managedTags;
    String propagateTags;
    String zoneRebalancing;
    List<PlacementConstraint> placementConstraints = List.of();
    List<PlacementStrategy> placementStrategy = List.of();
    /** The revision that tasks are started for when one is lost; of the newest deployment, or what it rolled back to. */
    RevisionRecord current;
    /** What a reader saw before the last change by a caller, for reads that lag. */
    Service before;
    Instant changedAt;
    boolean steady;
    boolean watched;
    boolean retrying;

    ServiceRecord(String arn, String name, String clusterArn, Instant createdAt, String createdBy) {
        this.arn = arn;
        this.name = name;
        this.clusterArn = clusterArn;
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.changedAt = createdAt;
    }

    boolean isActive() {
        return status.equals("ACTIVE");
    }

    boolean isRolling() {
        return strategy().equals("ROLLING");
    }

    String strategy() {
        return configuration == null || configuration.strategyAsString() == null ? "ROLLING" : configuration.strategyAsString();
    }

    /** Those with tasks, wanted or not yet gone. */
    List<RevisionRecord> active() {
        return revisions.stream().filter(revision -> revision.requested > 0 || revision.hasTasks() || revision == current).toList();
    }

    /** The deployment that is not over; null when there is none. */
    DeploymentRecord underway() {
        return deployments.stream().filter(deployment -> !deployment.isOver()).reduce((older, newer) -> newer).orElse(null);
    }

    DeploymentRecord latest() {
        return deployments.isEmpty() ? null : deployments.get(deployments.size() - 1);
    }

    void event(Instant at, String id, String message) {
        events.addFirst(ServiceEvent.builder().id(id).createdAt(at).message("(service " + name + ") " + message).build());
        while (events.size() > EVENTS) {
            events.removeLast();
        }
    }
}
