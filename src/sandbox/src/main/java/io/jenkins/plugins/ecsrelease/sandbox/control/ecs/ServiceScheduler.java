package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Keeps as many tasks of each revision as its deployment requests, replaces those that end, and stops those that their load
 * balancer or their own health check calls unhealthy. Replacements of tasks that keep failing come more and more slowly.
 */
final class ServiceScheduler {

    /** What Fargate says. */
    static final String NO_CAPACITY =
            "Capacity is unavailable at this time. Please try again later or in a different availability zone";

    private static final Duration WATCH = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(15);

    private final World world;
    private final EcsState state;
    private final Ids ids;
    private final TaskLife life;
    private final Targets targets;

    ServiceScheduler(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        ids = world.part(Ids.class);
        life = world.part(TaskLife.class);
        targets = world.part(Targets.class);
        life.onChange(this::changed);
    }

    /** Starts or stops tasks until each revision of the service has what is requested. */
    void reconcile(ServiceRecord service) {
        for (RevisionRecord revision : List.copyOf(service.revisions)) {
            List<TaskRecord> wanted = revision.wanted();
            for (int i = wanted.size(); i < revision.requested; i++) {
                launch(revision);
            }
            if (wanted.size() > revision.requested) {
                List<TaskRecord> surplus = new ArrayList<>(wanted);
                surplus.sort(Comparator.comparing(TaskRecord::isRunning));
                surplus.subList(0, wanted.size() - revision.requested).forEach(task -> life.stop(task,
                        "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment " + revision.deploymentId + ")"));
            }
        }
        watch(service);
    }

    private void launch(RevisionRecord revision) {
        ServiceRecord service = revision.service;
        TaskRecord task = new TaskRecord(
                service.clusterArn.replace(":cluster/", ":task/") + "/" + ids.hex(32),
                service.clusterArn, revision.definition, world.time().now());
        task.service = service;
        task.revision = revision;
        task.group = "service:" + service.name;
        task.startedBy = revision.deploymentId;
        task.exec = service.execute;
        task.platformVersion = revision.spec.resolvedPlatform();
        if (revision.spec.capacityProviderStrategy.isEmpty()) {
            task.launchType = revision.spec.launchType;
        } else {
            task.capacityProvider = revision.spec.capacityProviderStrategy.get(0).capacityProvider();
        }
        if (revision.spec.networkConfiguration != null && revision.spec.networkConfiguration.awsvpcConfiguration() != null) {
            List<String> subnets = revision.spec.networkConfiguration.awsvpcConfiguration().subnets();
            task.subnet = subnets.isEmpty() ? null : subnets.get(revision.tasks.size() % subnets.size());
            task.publicAddress = "ENABLED".equals(revision.spec.networkConfiguration.awsvpcConfiguration().assignPublicIpAsString());
        }
        for (int i = 0; i < revision.groups.size(); i++) {
            LoadBalancer balancer = revision.spec.loadBalancers.get(i);
            task.registrations.add(new TaskRecord.Registration(revision.groups.get(i), balancer.containerPort()));
        }
        if ("SERVICE".equals(service.propagateTags)) {
            state.tag(task.arn, state.tags(service.arn));
        } else if ("TASK_DEFINITION".equals(service.propagateTags)) {
            state.tag(task.arn, state.tags(revision.definition.taskDefinitionArn()));
        }
        if (life.lacksCapacity(task)) {
            service.event(world.time().now(), ids.uuid(), "was unable to place a task. Reason: " + NO_CAPACITY + ".");
            retry(service);
            return;
        }
        revision.tasks.add(task);
        life.launch(task);
        service.steady = false;
        service.event(world.time().now(), ids.uuid(), "has started 1 tasks: (task " + task.id() + ").");
    }

    private void retry(ServiceRecord service) {
        if (!service.retrying) {
            service.retrying = true;
            world.time().after(WATCH.multipliedBy(3), () -> {
                service.retrying = false;
                reconcile(service);
            });
        }
    }

    /** A task runs, or has ended. */
    private void changed(TaskRecord task) {
        if (task.service == null) {
            return;
        }
        RevisionRecord revision = task.revision;
        if (task.isStopped()) {
            revision.tasks.remove(task);
        }
        if (task.isWanted() || task.replaced) {
            return;
        }
        task.replaced = true;
        boolean surplus = "ServiceSchedulerInitiated".equals(task.stopCode) && task.stoppedReason.startsWith("Scaling");
        if (surplus) {
            return;
        }
        boolean failed = !"UserInitiated".equals(task.stopCode);
        if (failed) {
            revision.failures++;
            DeploymentRecord deployment = task.service.underway();
            if (deployment != null && deployment.target == revision) {
                deployment.failedTasks++;
            }
        }
        long wait = Math.min(LAST_RETRY.toMillis(), FIRST_RETRY.toMillis() << Math.min(10, Math.max(0, revision.failures - 1)));
        if (revision.failures == 4) {
            task.service.event(world.time().now(), ids.uuid(), "is unable to consistently start tasks successfully.");
        }
        world.time().after(Duration.ofMillis(failed ? wait : 0), () -> reconcile(task.service));
    }

    /** A task counts as well when it has run for some seconds and whatever checks its health agrees. */
    boolean isWell(TaskRecord task) {
        if (!task.isRunning() || !task.isWanted() || task.health().equals("UNHEALTHY")) {
            return false;
        }
        boolean ended = task.containers.stream().anyMatch(container -> container.isEssential() && !container.lastStatus.equals("RUNNING"));
        if (ended || world.time().now().isBefore(task.startedAt.plus(SETTLED))) {
            return false;
        }
        boolean checked = task.containers.stream().anyMatch(container -> container.definition.healthCheck() != null);
        if (checked && !task.health().equals("HEALTHY")) {
            return false;
        }
        for (TaskRecord.Registration at : task.registrations) {
            Optional<TargetHealth> health = targets.health(at.groupArn(), task.ip, at.port());
            boolean unused = !targets.isInUse(at.groupArn());
            if (!unused && (health.isEmpty() || health.get().state() != TargetHealthStateEnum.HEALTHY)) {
                return false;
            }
        }
        return true;
    }

    int well(RevisionRecord revision) {
        return (int) revision.tasks.stream().filter(this::isWell).count();
    }

    private void watch(ServiceRecord service) {
        if (!service.watched) {
            service.watched = true;
            world.time().after(WATCH, () -> look(service));
        }
    }

    private void look(ServiceRecord service) {
        service.watched = false;
        boolean any = false;
        for (RevisionRecord revision : service.active()) {
            for (TaskRecord task : revision.wanted()) {
                any = true;
                lookAt(task);
            }
            if (revision.requested > 0 && well(revision) == revision.requested) {
                revision.failures = 0;
            }
        }
        boolean steady = service.underway() == null && service.current != null
                && well(service.current) == service.desiredCount && service.active().size() == 1;
        if (steady && !service.steady) {
            service.event(world.time().now(), ids.uuid(), "has reached a steady state.");
        }
        service.steady = steady;
        if (any) {
            watch(service);
        }
    }

    private void lookAt(TaskRecord task) {
        if (!task.isRunning()) {
            return;
        }
        Instant judged = task.startedAt.plusSeconds(task.service.healthCheckGraceSeconds);
        if (world.time().now().isBefore(judged)) {
            return;
        }
        if (task.health().equals("UNHEALTHY")) {
            life.stop(task, "ServiceSchedulerInitiated", "Task failed container health checks");
            return;
        }
        for (TaskRecord.Registration at : task.registrations) {
            Optional<TargetHealth> health = targets.health(at.groupArn(), task.ip, at.port());
            if (health.isPresent() && health.get().state() == TargetHealthStateEnum.UNHEALTHY) {
                task.service.event(world.time().now(), ids.uuid(), "(port " + at.port() + ") is unhealthy in (target-group "
                        + at.groupArn() + ") due to (reason " + health.get().description() + ")");
                life.stop(task, "ServiceSchedulerInitiated", "Task failed ELB health checks in (target-group " + at.groupArn() + ")");
                return;
            }
        }
    }
}
