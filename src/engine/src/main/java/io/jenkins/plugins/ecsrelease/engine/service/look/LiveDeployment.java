package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service deployment.
 *
 * @param status PENDING, IN_PROGRESS, SUCCESSFUL, STOP_REQUESTED, STOPPED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS,
 *     ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED, or what AWS invents next
 * @param stage the lifecycle stage; says nothing without the status, because a rollback visits stages again
 * @param sources the revisions that ran before
 * @param triggeredAlarms names of alarms that ECS saw go off
 */
public record LiveDeployment(
        String arn,
        String status,
        String reason,
        String stage,
        Instant createdAt,
        Instant finishedAt,
        String strategy,
        int bakeMinutes,
        Revision target,
        List<Revision> sources,
        List<Hook> hooks,
        String rollbackReason,
        String rollbackRevision,
        String breaker,
        List<String> triggeredAlarms) {

    /** A revision in this deployment, with the traffic that ECS asked for, in percent. */
    public record Revision(String arn, int requested, int running, int pending, double production, double test) {}

    /** A lifecycle hook at work; type AWS_LAMBDA or PAUSE; expiresAt may be null. */
    public record Hook(String id, String type, String status, Instant expiresAt, String timeoutAction) {
        public boolean awaitsAction() {
            return "AWAITING_ACTION".equals(status);
        }
    }

    public Optional<Hook> waiting() {
        return hooks.stream().filter(Hook::awaitsAction).findFirst();
    }

    static LiveDeployment of(JsonNode node) {
        List<Revision> sources = new ArrayList<>();
        node.path("sourceServiceRevisions").forEach(item -> sources.add(revision(item)));
        List<Hook> hooks = new ArrayList<>();
        for (JsonNode hook : node.path("lifecycleHookDetails")) {
            hooks.add(new Hook(
                    EcsJson.text(hook, "hookId"),
                    EcsJson.text(hook, "targetType"),
                    EcsJson.text(hook, "status"),
                    EcsJson.time(hook, "expiresAt"),
                    EcsJson.text(hook, "timeoutAction")));
        }
        return new LiveDeployment(
                EcsJson.text(node, "serviceDeploymentArn"),
                EcsJson.text(node, "status"),
                EcsJson.text(node, "statusReason"),
                EcsJson.text(node, "lifecycleStage"),
                EcsJson.time(node, "createdAt"),
                EcsJson.time(node, "finishedAt"),
                EcsJson.text(node, "deploymentConfiguration", "strategy"),
                EcsJson.number(node, "deploymentConfiguration", "bakeTimeInMinutes"),
                revision(node.path("targetServiceRevision")),
                List.copyOf(sources),
                List.copyOf(hooks),
                EcsJson.text(node, "rollback", "reason"),
                EcsJson.text(node, "rollback", "serviceRevisionArn"),
                EcsJson.text(node, "deploymentCircuitBreaker", "status"),
                EcsJson.texts(node, "alarms", "triggeredAlarmNames"));
    }

    private static Revision revision(JsonNode node) {
        return new Revision(
                EcsJson.text(node, "arn"),
                EcsJson.number(node, "requestedTaskCount"),
                EcsJson.number(node, "runningTaskCount"),
                EcsJson.number(node, "pendingTaskCount"),
                EcsJson.decimal(node, "requestedProductionTrafficWeight"),
                EcsJson.decimal(node, "requestedTestTrafficWeight"));
    }
}
