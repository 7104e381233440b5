package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * BLUE_GREEN, CANARY and LINEAR: the new revision comes up beside the old one, traffic is shifted at once or in steps, both
 * run while the deployment bakes, and the old one goes. Follows the life cycle stages of the developer guide; the traffic
 * shift stages are visited again when it rolls back.
 */
final class TrafficCourse implements Course {

    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration SHIFT = Duration.ofSeconds(4);
    private static final Duration LOOK = Duration.ofSeconds(10);

    /** One stage of the plan: what it begins with, when it is over, and whether its hooks are asked. */
    private record Stage(String name, Runnable begin, BooleanSupplier over, Duration pause) {}

    private final World world;
    private final DeploymentRecord deployment;
    private final ServiceRecord service;
    private final ServiceScheduler scheduler;
    private final TrafficShift traffic;
    private final List<Stage> plan = new ArrayList<>();
    private int at = -1;
    private int backAt = -1;
    private final List<Stage> backPlan = new ArrayList<>();

    TrafficCourse(World world, DeploymentRecord deployment) {
        this.world = world;
        this.deployment = deployment;
        this.service = deployment.service;
        this.scheduler = world.part(ServiceScheduler.class);
        this.traffic = new TrafficShift(world.part(Targets.class), deployment.target.spec.loadBalancers);
        plan();
    }

    private RevisionRecord blue() {
        return deployment.sources.isEmpty() ? null : deployment.sources.get(deployment.sources.size() - 1);
    }

    private void plan() {
        RevisionRecord green = deployment.target;
        DeploymentConfiguration how = deployment.configuration;
        if (deployment.sources.size() > 1) {
            plan.add(new Stage("RECONCILE_SERVICE", this::reconcile, this::reconciled, SHORT));
        }
        plan.add(new Stage("PRE_SCALE_UP", () -> {}, () -> true, SHORT));
        plan.add(new Stage("SCALE_UP", this::scaleUp, this::scaledUp, SHORT));
        plan.add(new Stage("POST_SCALE_UP", () -> {}, () -> true, SHORT));
        plan.add(new Stage("TEST_TRAFFIC_SHIFT", this::shiftTest, () -> true, SHIFT));
        plan.add(new Stage("POST_TEST_TRAFFIC_SHIFT", () -> {}, () -> true, SHORT));
        boolean first = blue() == null;
        for (TrafficSteps.Step step : first ? TrafficSteps.atOnce() : TrafficSteps.of(how)) {
            plan.add(new Stage("PRE_PRODUCTION_TRAFFIC_SHIFT", () -> {}, () -> true, SHORT));
            plan.add(new Stage("PRODUCTION_TRAFFIC_SHIFT", () -> shift(green, step.percent()), () -> true, SHIFT.plus(step.bake())));
        }
        plan.add(new Stage("POST_PRODUCTION_TRAFFIC_SHIFT", () -> {}, () -> true, SHORT));
        // With no older revision there is nothing to run beside.
        int minutes = first || how.bakeTimeInMinutes() == null ? 0 : how.bakeTimeInMinutes();
        plan.add(new Stage("BAKE_TIME", () -> {}, () -> true, Duration.ofMinutes(minutes)));
        plan.add(new Stage("CLEAN_UP", this::cleanUp, this::cleanedUp, SHORT));
    }

    @Override
    public Progress forward() {
        if (at < 0) {
            String distrust = world.part(InfrastructureRole.class).distrust(deployment);
            String problem = distrust != null ? distrust : traffic.problem();
            if (problem != null) {
                return Progress.failed(problem);
            }
            return enter(0);
        }
        Stage stage = plan.get(at);
        for (Hook.Run run : deployment.hookRuns) {
            if (run.status.equals("FAILED")) {
                return Progress.failed("Service deployment rolled back because " + run.stage + " lifecycle hook(s) failed. "
                        + (run.hook.isPause() ? "Lifecycle hook " + run.id + " was answered with ROLLBACK."
                                : "Lifecycle hook target " + run.hook.targetArn() + " returned FAILED status."));
            }
            if (run.status.equals("TIMED_OUT") && run.timeoutAction().equals("ROLLBACK")) {
                return Progress.failed("Service deployment rolled back because " + run.stage
                        + " lifecycle hook(s) failed. Lifecycle hook " + run.id + " timed out.");
            }
        }
        Duration left = Duration.between(now(), deployment.stageSince.plus(stage.pause()));
        boolean waits = deployment.hookRuns.stream().anyMatch(run -> run.stage.equals(stage.name()) && run.isOpen());
        if (!left.isNegative() && !left.isZero()) {
            return Progress.going(left.compareTo(LOOK) < 0 ? left : LOOK);
        }
        if (waits || !stage.over().getAsBoolean()) {
            return Progress.going(waits ? LOOK : SHORT);
        }
        return at + 1 < plan.size() ? enter(at + 1) : Progress.done();
    }

    private Progress enter(int index) {
        at = index;
        Stage stage = plan.get(index);
        deployment.stage(stage.name(), now());
        world.part(Hooks.class).begin(deployment, stage.name());
        boolean shifts = stage.name().equals("TEST_TRAFFIC_SHIFT") || stage.name().equals("PRODUCTION_TRAFFIC_SHIFT");
        String refused = shifts ? world.part(InfrastructureRole.class).refusal(deployment, stage.name()) : null;
        if (refused != null) {
            return Progress.failed(refused);
        }
        stage.begin().run();
        return Progress.going(stage.pause().compareTo(LOOK) < 0 ? stage.pause() : LOOK);
    }

    /** Only one revision may serve before a new one comes up: the one with all the traffic, else the last good one. */
    private void reconcile() {
        RevisionRecord keep = blue();
        shift(keep, 100);
        traffic.test(keep.groups);
        for (RevisionRecord other : deployment.sources) {
            if (other != keep) {
                other.requested = 0;
                other.productionWeight = 0;
                other.testWeight = 0;
            }
        }
        scheduler.reconcile(service);
    }

    private boolean reconciled() {
        return deployment.sources.stream().allMatch(source -> source == blue() || !source.hasTasks());
    }

    private void scaleUp() {
        RevisionRecord green = deployment.target;
        green.groups.clear();
        List<String> serving = traffic.serving();
        green.groups.addAll(blue() == null ? serving : traffic.others(serving));
        green.requested = service.desiredCount;
        scheduler.reconcile(service);
    }

    private boolean scaledUp() {
        return scheduler.well(deployment.target) >= service.desiredCount;
    }

    private void shiftTest() {
        traffic.test(deployment.target.groups);
        deployment.target.testWeight = 100;
        deployment.sources.forEach(source -> source.testWeight = 0);
    }

    private void shift(RevisionRecord to, double percent) {
        traffic.production(to.groups, percent);
        to.productionWeight = percent;
        deployment.target.productionWeight = to == deployment.target ? percent : 100 - percent;
        deployment.sources.forEach(source -> source.productionWeight = source == to ? percent : 0);
        if (to == deployment.target && blue() != null) {
            blue().productionWeight = 100 - percent;
        }
    }

    private void cleanUp() {
        deployment.sources.forEach(source -> source.requested = 0);
        scheduler.reconcile(service);
    }

    private boolean cleanedUp() {
        return deployment.sources.stream().noneMatch(RevisionRecord::hasTasks);
    }

    @Override
    public Progress back() {
        if (blue() == null) {
            return Progress.failed("Service deployment rollback failed because there is no service revision to roll back to.");
        }
        if (backAt < 0) {
            planBack();
            return enterBack(0);
        }
        Stage stage = backPlan.get(backAt);
        Duration left = Duration.between(now(), deployment.stageSince.plus(stage.pause()));
        if (!left.isNegative() && !left.isZero()) {
            return Progress.going(left);
        }
        if (!stage.over().getAsBoolean()) {
            return Progress.going(SHORT);
        }
        return backAt + 1 < backPlan.size() ? enterBack(backAt + 1) : Progress.done();
    }

    private void planBack() {
        if (scheduler.well(blue()) < service.desiredCount && deployment.target.productionWeight > 0) {
            // Stopped while the old tasks were already going: traffic goes back only once there is somebody to take it.
            backPlan.add(new Stage("SCALE_UP", () -> {
                blue().requested = service.desiredCount;
                scheduler.reconcile(service);
            }, () -> scheduler.well(blue()) >= service.desiredCount, SHORT));
        }
        if (deployment.target.productionWeight > 0) {
            backPlan.add(new Stage("PRODUCTION_TRAFFIC_SHIFT", () -> shift(blue(), 100), () -> true, SHORT));
        }
        if (deployment.target.testWeight > 0) {
            backPlan.add(new Stage("TEST_TRAFFIC_SHIFT", () -> {
                traffic.test(blue().groups);
                deployment.target.testWeight = 0;
                blue().testWeight = 100;
            }, () -> true, SHORT));
        }
        backPlan.add(new Stage("CLEAN_UP", () -> {
            deployment.target.requested = 0;
            blue().requested = service.desiredCount;
            scheduler.reconcile(service);
        }, () -> !deployment.target.hasTasks(), SHORT));
    }

    private Progress enterBack(int index) {
        backAt = index;
        Stage stage = backPlan.get(index);
        deployment.stage(stage.name(), now());
        if (world.part(Faults.class).strike(Fault.Kind.ROLLBACK_FAILS, service.arn).isPresent()) {
            return Progress.failed("Service deployment rollback failed because " + stage.name() + " could not be completed.");
        }
        stage.begin().run();
        return Progress.going(stage.pause());
    }

    private Instant now() {
        return world.time().now();
    }
}
