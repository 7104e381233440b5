package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeploymentCircuitBreaker;

/** ROLLING: tasks of the new revision replace those of the old ones within the minimum and maximum percentages. */
final class RollingCourse implements Course {

    private static final Duration LOOK = Duration.ofSeconds(2);

    private final DeploymentRecord deployment;
    private final ServiceRecord service;
    private final ServiceScheduler scheduler;
    private final Faults faults;
    private boolean returned;

    RollingCourse(World world, DeploymentRecord deployment) {
        this.deployment = deployment;
        this.service = deployment.service;
        this.scheduler = world.part(ServiceScheduler.class);
        this.faults = world.part(Faults.class);
        if (breaker() != null) {
            deployment.breakerStatus = "MONITORING";
        }
    }

    private DeploymentCircuitBreaker breaker() {
        DeploymentCircuitBreaker breaker =
                deployment.configuration == null ? null : deployment.configuration.deploymentCircuitBreaker();
        return breaker != null && Boolean.TRUE.equals(breaker.enable()) ? breaker : null;
    }

    @Override
    public Progress forward() {
        RevisionRecord target = deployment.target;
        int well = scheduler.well(target);
        if (well > 0 && deployment.breakerThreshold.resets()) {
            deployment.failedTasks = 0;
        }
        if (breaker() != null && deployment.failedTasks >= deployment.breakerThreshold.of(service.desiredCount)) {
            deployment.breakerStatus = "TRIGGERED";
            return Progress.failed("ECS deployment circuit breaker: tasks failed to start.");
        }
        List<RevisionRecord> olds = deployment.sources;
        if (well >= service.desiredCount && olds.stream().noneMatch(RevisionRecord::hasTasks)) {
            if (breaker() != null) {
                deployment.breakerStatus = "MONITORING_COMPLETE";
            }
            return Progress.done();
        }
        replace(olds, target, well);
        return Progress.going(LOOK);
    }

    /** One step: starts as many new tasks and stops as many old ones as the percentages allow now. */
    private void replace(List<RevisionRecord> olds, RevisionRecord target, int well) {
        int desired = service.desiredCount;
        int most = Math.max(1, desired * percent(deployment.configuration.maximumPercent(), 200) / 100);
        int least = (int) Math.ceil(desired * percent(deployment.configuration.minimumHealthyPercent(), 100) / 100.0);
        int oldRequested = olds.stream().mapToInt(old -> old.requested).sum();
        int oldWell = olds.stream().mapToInt(scheduler::well).sum();
        int spare = Math.max(0, oldWell + well - least);
        for (RevisionRecord old : olds) {
            int unwell = old.requested - scheduler.well(old);
            int stop = Math.min(old.requested, unwell + spare);
            stop = Math.min(stop, Math.max(0, oldRequested + target.requested - least));
            spare -= Math.max(0, stop - unwell);
            old.requested -= stop;
            oldRequested -= stop;
        }
        target.requested = Math.max(target.requested, Math.min(desired, most - oldRequested));
        if (target.requested > desired) {
            target.requested = desired;
        }
        scheduler.reconcile(service);
    }

    private static int percent(Integer set, int otherwise) {
        return set == null ? otherwise : set;
    }

    @Override
    public Progress back() {
        if (deployment.sources.isEmpty()) {
            return Progress.failed("No rollback candidate was found to run the rollback.");
        }
        if (faults.strike(Fault.Kind.ROLLBACK_FAILS, service.arn).isPresent()) {
            return Progress.failed("Service deployment rollback failed.");
        }
        RevisionRecord old = deployment.sources.get(deployment.sources.size() - 1);
        if (!returned) {
            returned = true;
            old.failures = 0;
        }
        int well = scheduler.well(old);
        if (well >= service.desiredCount && !deployment.target.hasTasks()) {
            return Progress.done();
        }
        replace(List.of(deployment.target), old, well);
        return Progress.going(LOOK);
    }
}
