package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Rollback;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionSummary;

/** One service deployment: from some revisions to one. */
final class DeploymentRecord {

    private static final Set<String> OVER = Set.of("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED");

    final String arn;
    final ServiceRecord service;
    final RevisionRecord target;
    final List<RevisionRecord> sources;
    final DeploymentConfiguration configuration;
    final List<Hook> hooks;
    final BreakerThreshold breakerThreshold;
    final Instant createdAt;
    final List<Hook.Run> hookRuns = new ArrayList<>();
    final Set<String> triggeredAlarms = new TreeSet<>();
    String status = "PENDING";
    String statusReason;
    String stage;
    Instant stageSince;
    Instant startedAt;
    Instant stoppedAt;
    Instant finishedAt;
    Instant updatedAt;
    String alarmsStatus = "DISABLED";
    String breakerStatus = "DISABLED";
    int failedTasks;
    String rollbackReason;
    Instant rollbackStartedAt;
    RevisionRecord rollbackTo;
    Course course;
    Time.Scheduled nextLook;
    /** What a reader saw before the last change, for reads that lag. */
    ServiceDeployment before;

    DeploymentRecord(
            String arn, ServiceRecord service, RevisionRecord target, List<RevisionRecord> sources, Instant createdAt) {
        this.arn = arn;
        this.service = service;
        this.target = target;
        this.sources = sources;
        this.configuration = service.configuration;
        this.hooks = service.hooks;
        this.breakerThreshold = service.breakerThreshold;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.stageSince = createdAt;
    }

    boolean isOver() {
        return OVER.contains(status);
    }

    boolean isRollingBack() {
        return status.equals("ROLLBACK_REQUESTED") || status.equals("ROLLBACK_IN_PROGRESS");
    }

    String strategy() {
        return configuration == null || configuration.strategyAsString() == null ? "ROLLING" : configuration.strategyAsString();
    }

    void status(String now, String reason, Instant at) {
        before = describe();
        status = now;
        statusReason = reason;
        updatedAt = at;
    }

    void stage(String now, Instant at) {
        before = describe();
        stage = now;
        stageSince = at;
        updatedAt = at;
    }

    private ServiceRevisionSummary summary(RevisionRecord revision) {
        boolean weighted = !strategy().equals("ROLLING");
        return ServiceRevisionSummary.builder()
                .arn(revision.arn)
                .requestedTaskCount(revision.requested)
                .runningTaskCount(revision.running())
                .pendingTaskCount(revision.pending())
                .requestedProductionTrafficWeight(weighted ? revision.productionWeight : null)
                .requestedTestTrafficWeight(weighted ? revision.testWeight : null)
                .build();
    }

    ServiceDeployment describe() {
        return ServiceDeployment.builder()
                .serviceDeploymentArn(arn)
                .serviceArn(service.arn)
                .clusterArn(service.clusterArn)
                .createdAt(createdAt)
                .startedAt(startedAt)
                .finishedAt(finishedAt)
                .stoppedAt(stoppedAt)
                .updatedAt(updatedAt)
                .status(status)
                .statusReason(statusReason)
                .lifecycleStage(stage)
                .sourceServiceRevisions(sources.stream().map(this::summary).toList())
                .targetServiceRevision(summary(target))
                .deploymentConfiguration(configuration)
                .rollback(rollbackReason == null ? null : Rollback.builder()
                        .reason(rollbackReason)
                        .startedAt(rollbackStartedAt)
                        .serviceRevisionArn(rollbackTo == null ? null : rollbackTo.arn)
                        .build())
                .deploymentCircuitBreaker(b -> b
                        .status(breakerStatus)
                        .failureCount(failedTasks)
                        .threshold(breakerThreshold.of(service.desiredCount)))
                .alarms(a -> a
                        .status(alarmsStatus)
                        .alarmNames(configuration == null || configuration.alarms() == null
                                ? List.of() : configuration.alarms().alarmNames())
                        .triggeredAlarmNames(triggeredAlarms))
                .build();
    }

    ServiceDeploymentBrief brief() {
        return ServiceDeploymentBrief.builder()
                .serviceDeploymentArn(arn)
                .serviceArn(service.arn)
                .clusterArn(service.clusterArn)
                .startedAt(startedAt)
                .createdAt(createdAt)
                .finishedAt(finishedAt)
                .targetServiceRevisionArn(target.arn)
                .status(status)
                .statusReason(statusReason)
                .build();
    }
}
