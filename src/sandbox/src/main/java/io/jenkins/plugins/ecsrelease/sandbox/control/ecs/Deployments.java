package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch.AlarmStates;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentNotFoundException;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Starts service deployments and moves each through its states until it is over. */
final class Deployments {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGEST_STAGE = Duration.ofHours(24);

    private final World world;
    private final Ids ids;
    private final ServiceScheduler scheduler;
    private final AlarmStates alarms;

    Deployments(World world) {
        this.world = world;
        ids = world.part(Ids.class);
        scheduler = world.part(ServiceScheduler.class);
        alarms = world.part(AlarmStates.class);
    }

    /** Makes a revision of the service's present settings and deploys it. One that is under way is superseded. */
    DeploymentRecord start(ServiceRecord service, TaskDefinition definition) {
        Instant now = world.time().now();
        RevisionRecord target = new RevisionRecord(
                service.arn.replace(":service/", ":service-revision/") + "/" + ids.digits(19), service, definition, service.spec, now);
        target.deploymentId = "ecs-svc/" + ids.digits(19);
        List<RevisionRecord> sources = sources(service);
        DeploymentRecord underway = service.underway();
        DeploymentRecord deployment = new DeploymentRecord(
                service.arn.replace(":service/", ":service-deployment/") + "/" + ids.letters(21), service, target, sources, now);
        if (underway != null) {
            supersede(underway);
        }
        service.revisions.add(target);
        service.deployments.add(deployment);
        service.current = target;
        service.steady = false;
        target.rolloutReason = "ECS deployment " + target.deploymentId + " in progress.";
        if (service.isRolling()) {
            target.groups.addAll(rollingGroups(service));
        }
        deployment.course = service.isRolling() ? new RollingCourse(world, deployment) : new TrafficCourse(world, deployment);
        beginAlarms(deployment);
        plan(deployment, SOON);
        return deployment;
    }

    /** The revisions that have tasks; last the one that new tasks must not disturb: it has the traffic, or was good last. */
    private static List<RevisionRecord> sources(ServiceRecord service) {
        List<RevisionRecord> sources = new ArrayList<>(service.revisions.stream().filter(one -> one.requested > 0).toList());
        RevisionRecord keep = sources.stream().filter(one -> one.productionWeight >= 100).findFirst()
                .orElseGet(() -> lastGood(service, sources));
        if (keep != null) {
            sources.remove(keep);
            sources.add(keep);
        }
        return sources;
    }

    private static RevisionRecord lastGood(ServiceRecord service, List<RevisionRecord> among) {
        for (int i = service.deployments.size() - 1; i >= 0; i--) {
            DeploymentRecord deployment = service.deployments.get(i);
            if (deployment.status.equals("SUCCESSFUL") && among.contains(deployment.target)) {
                return deployment.target;
            }
        }
        return among.isEmpty() ? null : among.get(among.size() - 1);
    }

    private List<String> rollingGroups(ServiceRecord service) {
        boolean advanced = service.spec.loadBalancers.stream().anyMatch(balancer -> balancer.advancedConfiguration() != null);
        return advanced
                ? new TrafficShift(world.part(Targets.class), service.spec.loadBalancers).serving()
                : service.spec.loadBalancers.stream().map(LoadBalancer::targetGroupArn).toList();
    }

    private void supersede(DeploymentRecord older) {
        older.status("STOP_REQUESTED", "Deployment stopped because a new deployment of the service was started.", now());
        older.target.rolloutState = "FAILED";
        world.time().after(SOON, () -> end(older, "STOPPED", older.statusReason));
    }

    /** There is one next look at a time. */
    private void plan(DeploymentRecord deployment, Duration delay) {
        if (deployment.nextLook != null) {
            deployment.nextLook.cancel();
        }
        deployment.nextLook = world.time().after(delay, () -> look(deployment));
    }

    /** One look at a deployment; looks again until it is over. */
    private void look(DeploymentRecord deployment) {
        if (deployment.isOver() || deployment.status.equals("STOP_REQUESTED")) {
            return;
        }
        Course course = deployment.course;
        Course.Progress progress;
        switch (deployment.status) {
            case "PENDING":
                deployment.startedAt = now();
                deployment.status("IN_PROGRESS", null, now());
                progress = course.forward();
                break;
            case "ROLLBACK_REQUESTED":
                deployment.status("ROLLBACK_IN_PROGRESS", deployment.statusReason, now());
                progress = course.back();
                break;
            case "ROLLBACK_IN_PROGRESS":
                progress = course.back();
                break;
            default:
                progress = watched(deployment, course);
        }
        act(deployment, progress);
    }

    private Course.Progress watched(DeploymentRecord deployment, Course course) {
        String alarm = triggeredAlarm(deployment);
        if (alarm != null) {
            return Course.Progress.failed("Service deployment rolled back because alarm " + alarm + " is in ALARM state.");
        }
        boolean tooLong = Duration.between(deployment.stageSince, now()).compareTo(LONGEST_STAGE) > 0;
        boolean paused = deployment.hookRuns.stream().anyMatch(run -> run.hook.isPause() && run.isOpen());
        if (deployment.stage != null && tooLong && !paused && !deployment.stage.equals("BAKE_TIME")) {
            return Course.Progress.failed("Service deployment rolled back because lifecycle stage " + deployment.stage
                    + " did not complete within 24 hours.");
        }
        return course.forward();
    }

    private void act(DeploymentRecord deployment, Course.Progress progress) {
        switch (progress.state()) {
            case GOING:
                plan(deployment, progress.next());
                return;
            case DONE:
                if (deployment.isRollingBack()) {
                    rolledBack(deployment);
                } else {
                    succeeded(deployment);
                }
                return;
            default:
                if (deployment.isRollingBack()) {
                    end(deployment, "ROLLBACK_FAILED", progress.reason());
                } else {
                    failed(deployment, progress.reason());
                }
        }
    }

    private void succeeded(DeploymentRecord deployment) {
        deployment.target.productionWeight = deployment.strategy().equals("ROLLING") ? 100 : deployment.target.productionWeight;
        deployment.target.rolloutState = "COMPLETED";
        deployment.target.rolloutReason = "ECS deployment " + deployment.target.deploymentId + " completed.";
        deployment.sources.forEach(source -> source.productionWeight = 0);
        end(deployment, "SUCCESSFUL", null);
        event(deployment.service, "(deployment " + deployment.target.deploymentId + ") deployment completed.");
    }

    /** It cannot succeed: back to the source where that is wanted and there is one, else it stops where it is. */
    private void failed(DeploymentRecord deployment, String reason) {
        deployment.target.rolloutState = "FAILED";
        deployment.target.rolloutReason = reason;
        if (!deployment.sources.isEmpty() && rollsBack(deployment)) {
            rollBack(deployment, reason);
            return;
        }
        deployment.status("STOP_REQUESTED", reason, now());
        event(deployment.service, "(deployment " + deployment.target.deploymentId + ") deployment failed: " + reason);
        world.time().after(SOON, () -> end(deployment, "STOPPED", reason));
    }

    /** A breaker or an alarm rolls back only where it is told to; everything else always does. */
    private static boolean rollsBack(DeploymentRecord deployment) {
        if (deployment.breakerStatus.equals("TRIGGERED")) {
            return Boolean.TRUE.equals(deployment.configuration.deploymentCircuitBreaker().rollback());
        }
        return !deployment.alarmsStatus.equals("TRIGGERED")
                || Boolean.TRUE.equals(deployment.configuration.alarms().rollback());
    }

    private void rollBack(DeploymentRecord deployment, String reason) {
        deployment.rollbackReason = reason;
        deployment.rollbackStartedAt = now();
        deployment.rollbackTo = deployment.sources.isEmpty() ? null : deployment.sources.get(deployment.sources.size() - 1);
        deployment.status("ROLLBACK_REQUESTED", reason, now());
        deployment.hookRuns.stream().filter(Hook.Run::isOpen).forEach(run -> run.status = "FAILED");
        ServiceRecord service = deployment.service;
        if (deployment.rollbackTo != null) {
            RevisionRecord to = deployment.rollbackTo;
            service.current = to;
            service.spec = to.spec;
            if (deployment.strategy().equals("ROLLING")) {
                to.deploymentId = "ecs-svc/" + ids.digits(19);
                to.deployedAt = now();
                to.changedAt = now();
                to.rolloutState = "IN_PROGRESS";
                to.rolloutReason = "ECS deployment circuit breaker: rolling back to deploymentId " + to.deploymentId + ".";
            }
            event(service, "rolling back to deployment " + to.deploymentId + ".");
        }
        plan(deployment, SOON);
    }

    private void rolledBack(DeploymentRecord deployment) {
        deployment.rollbackTo.rolloutState = "COMPLETED";
        deployment.target.productionWeight = 0;
        if (deployment.strategy().equals("ROLLING")) {
            deployment.rollbackTo.productionWeight = 100;
        }
        end(deployment, "ROLLBACK_SUCCESSFUL", deployment.statusReason);
    }

    private void end(DeploymentRecord deployment, String status, String reason) {
        deployment.status(status, reason, now());
        deployment.finishedAt = now();
        if (status.equals("STOPPED")) {
            deployment.stoppedAt = now();
        }
        if (deployment.alarmsStatus.equals("MONITORING")) {
            deployment.alarmsStatus = "MONITORING_COMPLETE";
        }
        deployment.hookRuns.stream().filter(Hook.Run::isOpen).forEach(run -> run.status = "FAILED");
        scheduler.reconcile(deployment.service);
    }

    /** An alarm that is red already when the deployment starts makes ECS ignore the alarms of this deployment. */
    private void beginAlarms(DeploymentRecord deployment) {
        DeploymentAlarms configured = deployment.configuration == null ? null : deployment.configuration.alarms();
        if (configured != null && Boolean.TRUE.equals(configured.enable()) && triggered(deployment).isEmpty()) {
            deployment.alarmsStatus = "MONITORING";
        }
    }

    private List<String> triggered(DeploymentRecord deployment) {
        return deployment.configuration.alarms().alarmNames().stream()
                .filter(name -> alarms.isInAlarm(deployment.service.arn, name)).toList();
    }

    private String triggeredAlarm(DeploymentRecord deployment) {
        if (!deployment.alarmsStatus.equals("MONITORING")) {
            return null;
        }
        List<String> triggered = triggered(deployment);
        if (triggered.isEmpty()) {
            return null;
        }
        deployment.alarmsStatus = "TRIGGERED";
        deployment.triggeredAlarms.addAll(triggered);
        return triggered.get(0);
    }

    /** StopServiceDeployment. Repeating it is accepted while the deployment is on its way to a stop. */
    void stop(StopServiceDeploymentRequest request, DeploymentRecord deployment) {
        if (deployment.isOver()) {
            throw (EcsException) ConflictException.builder().message("The service deployment " + deployment.arn
                    + " cannot be stopped because it is in a terminal state: " + deployment.status + ".").build();
        }
        if (deployment.isRollingBack() || deployment.status.equals("STOP_REQUESTED")) {
            return;
        }
        world.ledger().add(deployment.arn, Map.of("stopType", String.valueOf(request.stopTypeAsString())));
        if ("ABORT".equals(request.stopTypeAsString())) {
            deployment.status("STOP_REQUESTED", "Service deployment was stopped by a user.", now());
            world.time().after(SOON, () -> end(deployment, "STOPPED", deployment.statusReason));
            return;
        }
        deployment.target.rolloutState = "FAILED";
        deployment.target.rolloutReason = "Service deployment rolled back because of user request.";
        rollBack(deployment, "Service deployment rolled back because of user request.");
        deployment.stoppedAt = now();
    }

    /** ContinueServiceDeployment, newer than the SDK. */
    JsonNode resume(JsonNode request, EcsState state) {
        String arn = request.path("serviceDeploymentArn").asText("");
        String hookId = request.path("hookId").asText("");
        String action = request.path("action").asText("CONTINUE");
        if (arn.isEmpty() || hookId.isEmpty()) {
            throw EcsRefusals.invalid("serviceDeploymentArn and hookId are required.");
        }
        if (!action.equals("CONTINUE") && !action.equals("ROLLBACK")) {
            throw EcsRefusals.invalid("Invalid action: " + action);
        }
        DeploymentRecord deployment = find(state, arn);
        Hook.Run run = deployment.hookRuns.stream().filter(one -> one.id.equals(hookId)).findFirst()
                .orElseThrow(() -> EcsRefusals.invalid("Lifecycle hook " + hookId + " was not found in the service deployment."));
        if (!deployment.status.equals("IN_PROGRESS") || !run.status.equals("AWAITING_ACTION")) {
            throw (EcsException) ConflictException.builder().message("The service deployment cannot be continued: it is "
                    + deployment.status + " and its lifecycle hook is " + run.status + ".").build();
        }
        run.status = action.equals("CONTINUE") ? "SUCCEEDED" : "FAILED";
        world.ledger().add(arn, Map.of("hookId", hookId, "action", action));
        return JsonNodeFactory.instance.objectNode().put("serviceDeploymentArn", arn);
    }

    static DeploymentRecord find(EcsState state, String arn) {
        for (ServiceRecord service : state.services.values()) {
            for (DeploymentRecord deployment : service.deployments) {
                if (deployment.arn.equals(arn)) {
                    return deployment;
                }
            }
        }
        throw (EcsException) ServiceDeploymentNotFoundException.builder().message("Service deployment not found.").build();
    }

    private void event(ServiceRecord service, String message) {
        service.event(now(), ids.uuid(), message);
    }

    private Instant now() {
        return world.time().now();
    }
}
