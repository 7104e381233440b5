package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.control.ec2.Reach;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Application;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Behaviour;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Network;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Ports;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/**
 * Moves tasks through their life: PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING,
 * STOPPED. A stopped task can be described for an hour.
 */
final class TaskLife {

    private static final Duration PROVISIONING = Duration.ofSeconds(5);
    private static final Duration PULLING = Duration.ofSeconds(8);
    private static final Duration ACTIVATING = Duration.ofSeconds(2);
    private static final Duration AGENT = Duration.ofSeconds(3);
    private static final Duration STOPPING = Duration.ofSeconds(2);
    /** From asking a main process to end to killing it; no less than ten real seconds, since it runs in those. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration REAL_PATIENCE = Duration.ofSeconds(10);
    private static final Duration DEPROVISIONING = Duration.ofSeconds(4);
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Duration CRASH = Duration.ofSeconds(2);
    /** Until ECS knows that a container has ended; requests go on reaching it meanwhile. */
    private static final Duration NOTICED = Duration.ofSeconds(2);
    private static final Duration HEALTH_CHECK = Duration.ofSeconds(10);

    private final World world;
    private final EcsState state;
    private final Ids ids;
    private final Agents agents;
    private final Network network;
    private final Ports ports;
    private final Targets targets;
    private final Faults faults;
    private int addresses;
    private Consumer<TaskRecord> onChange = task -> {};

    TaskLife(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        ids = world.part(Ids.class);
        agents = world.part(Agents.class);
        network = world.part(Network.class);
        ports = world.part(Ports.class);
        targets = world.part(Targets.class);
        faults = world.part(Faults.class);
    }

    /** Tells the service scheduler when a task runs or has stopped. */
    void onChange(Consumer<TaskRecord> listener) {
        onChange = listener;
    }

    void launch(TaskRecord task) {
        addresses++;
        task.attachmentId = ids.uuid();
        task.networkInterface = "eni-" + ids.hex(17);
        task.ip = "10.0." + (addresses / 250 % 250) + "." + (4 + addresses % 250);
        task.zone = Arns.region(task.arn) + (addresses % 2 == 0 ? "a" : "b");
        task.definition.containerDefinitions().forEach(definition -> task.containers.add(new ContainerRecord(definition,
                task.arn.replace(":task/", ":container/") + "/" + ids.uuid(), task.id() + "-" + ids.digits(10))));
        state.tasks.put(task.arn, task);
        in(PROVISIONING.plus(slowness(task)), task, this::pull);
    }

    /** Whether there is no capacity for such a task now. */
    boolean lacksCapacity(TaskRecord task) {
        return faults.strike(Fault.Kind.NO_CAPACITY, about(task)).isPresent();
    }

    private Duration slowness(TaskRecord task) {
        return faults.strike(Fault.Kind.SLOW_TASKS, about(task)).map(Fault::lasting).orElse(Duration.ZERO);
    }

    private void pull(TaskRecord task) {
        task.status("PENDING");
        task.connectivityAt = now();
        task.pullStartedAt = now();
        in(PULLING, task, this::start);
    }

    private void start(TaskRecord task) {
        task.pullStoppedAt = now();
        String failure = world.part(TaskResources.class).failure(task);
        failure = failure != null ? failure : world.part(TaskSecrets.class).failure(task);
        if (failure != null) {
            stop(task, "TaskFailedToStart", failure);
            return;
        }
        for (ContainerRecord container : task.containers) {
            try {
                container.image = image(task, container);
            } catch (Images.PullFailed e) {
                container.reason = "CannotPullContainerError: " + e.getMessage();
                stop(task, "TaskFailedToStart", container.reason);
                return;
            }
        }
        for (ContainerRecord container : task.containers) {
            if (ContainerProgram.lacksItsShell(task, container)) {
                container.reason = "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: "
                        + "exec: \"/bin/sh\": stat /bin/sh: no such file or directory: unknown";
                stop(task, "TaskFailedToStart", container.reason);
                return;
            }
        }
        task.containers.forEach(container -> start(task, container));
        task.status("ACTIVATING");
        in(ACTIVATING, task, this::run);
    }

    /** A service's images are resolved once for a revision, so that all its tasks run the same ones. */
    private Images.Image image(TaskRecord task, ContainerRecord container) {
        String architecture = task.definition.runtimePlatform() == null
                ? null : task.definition.runtimePlatform().cpuArchitectureAsString();
        String platform = "ARM64".equals(architecture) ? "linux/arm64" : "linux/amd64";
        String reference = container.definition.image();
        if (task.revision == null) {
            return agents.pull(reference, platform);
        }
        Images.Image known = task.revision.images.get(container.definition.name());
        if (known != null) {
            return known;
        }
        Images.Image image = agents.pull(reference, platform);
        task.revision.images.put(container.definition.name(), image);
        return image;
    }

    private void start(TaskRecord task, ContainerRecord container) {
        Map<String, String> environment = ContainerProgram.environment(task, container, world);
        Behaviour behaviour = Behaviour.of(container.image.labels(), environment);
        container.lastStatus = "RUNNING";
        container.session = new Sessions.Container(Arns.last(task.clusterArn), task.arn, container.definition.name(),
                container.runtimeId, container.image.rootfs(), environment,
                container.image.workingDirectory(), container.image.user());
        container.application = new Application(
                new Application.Origin(task.id(), task.definition.family() + ":" + task.definition.revision(),
                        container.definition.image(), container.image.digest()),
                behaviour, container.image.rootfs(), world.time(), faults);
        for (PortMapping mapping : container.definition.portMappings()) {
            Ports.Port port = ports.port(container.application);
            container.ports.add(port);
            network.listen(task.ip, mapping.containerPort(), new Network.Destination(port, container.application));
        }
        boolean crashes = faults.strike(Fault.Kind.CRASHING_IMAGE, about(task) + " " + container.image.digest()).isPresent();
        Duration crash = crashes ? CRASH : behaviour.crashAfter();
        if (crash != null) {
            in(crash, task, same -> exit(same, container, behaviour.exitCode(), behaviour.exitReason()));
        }
        ContainerProgram.endsAfter(task, container).ifPresent(end -> in(end, task, same -> exit(same, container, 0, "")));
        if (crash == null && OwnCommand.isRun(world, agents, task, container)) {
            container.program = new OwnCommand(world, task, container, this::exit, this::stop).start(agents);
        } else {
            world.part(TaskResources.class).log(task, container, "starting " + container.definition.image());
        }
        if (container.definition.healthCheck() != null) {
            in(HEALTH_CHECK, task, same -> check(same, container));
        }
        if (!behaviour.database().isEmpty()) {
            world.part(DatabaseConnections.class).begin();
        }
        if (task.exec) {
            container.agentStatus = "PENDING";
            in(AGENT, task, same -> {
                if (!container.lastStatus.equals("RUNNING") || !mayOpenSessions(task)) {
                    return;
                }
                container.agentStatus = "RUNNING";
                container.agentStartedAt = now();
            });
        }
    }

    /** The agent behind ECS Exec opens its channels as the task's role, and stays pending while it may not or cannot. */
    private boolean mayOpenSessions(TaskRecord task) {
        if (!world.part(Reach.class).reaches(Arns.region(task.arn), Arns.account(task.arn), task.subnet, task.publicAddress, "ssmmessages")) {
            return false;
        }
        for (String action : List.of("CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel")) {
            if (world.part(ServiceRoles.class)
                    .refusal(task.definition.taskRoleArn(), task.id(), "ssmmessages:" + action, "*") != null) {
                return false;
            }
        }
        return true;
    }

    private void check(TaskRecord task, ContainerRecord container) {
        var answer = container.application.healthCheck(container.application.behaviour().healthPath());
        container.healthStatus = answer != null && answer.status() == 200 ? "HEALTHY" : "UNHEALTHY";
        in(HEALTH_CHECK, task, same -> check(same, container));
    }

    private void run(TaskRecord task) {
        task.status("RUNNING");
        task.startedAt = now();
        task.registrations.forEach(at -> {
            targets.register(at.groupArn(), task.ip, at.port());
            event(task, "registered 1 targets in (target-group " + at.groupArn() + ")");
        });
        onChange.accept(task);
    }

    /** The main process of a container has ended. */
    private void exit(TaskRecord task, ContainerRecord container, int code, String reason) {
        container.lastStatus = "STOPPED";
        container.exitCode = code;
        container.reason = reason.isEmpty() ? null : reason;
        if (container.program == null) {
            world.part(TaskResources.class).log(task, container, "the process has ended with exit code " + code);
        }
        close(task, container);
        if (container.isEssential()) {
            in(NOTICED, task, same -> stop(same, "EssentialContainerExited", "Essential container in task exited"));
        }
    }

    /**
     * @param code of the API's TaskStopCode
     */
    void stop(TaskRecord task, String code, String reason) {
        if (!task.isWanted()) {
            return;
        }
        task.desiredStatus = "STOPPED";
        task.stopCode = code;
        task.stoppedReason = reason;
        task.stoppingAt = now();
        if (!task.isRunning() || task.registrations.isEmpty()) {
            stopping(task);
            return;
        }
        task.status("DEACTIVATING");
        event(task, "has begun draining connections on 1 tasks.");
        int[] left = {task.registrations.size()};
        for (TaskRecord.Registration at : List.copyOf(task.registrations)) {
            event(task, "deregistered 1 targets in (target-group " + at.groupArn() + ")");
            targets.deregister(at.groupArn(), task.ip, at.port(), () -> {
                if (--left[0] == 0) {
                    stopping(task);
                }
            });
        }
        if (task.containers.stream().anyMatch(container -> container.lastStatus.equals("STOPPED"))) {
            onChange.accept(task);
        }
    }

    private void event(TaskRecord task, String message) {
        if (task.service != null) {
            task.service.event(now(), ids.uuid(), message);
        }
    }

    private void stopping(TaskRecord task) {
        event(task, "has stopped 1 running tasks: (task " + task.id() + ").");
        task.status("STOPPING");
        task.containers.stream().filter(OwnCommand::isRunning).forEach(container -> container.program.ask());
        Duration real = Duration.ofMillis((long) (REAL_PATIENCE.toMillis() * world.time().speed()));
        Instant killing = now().plus(PATIENCE.compareTo(real) > 0 ? PATIENCE : real);
        world.time().after(STOPPING, () -> stopped(task, killing));
    }

    private void stopped(TaskRecord task, Instant killing) {
        List<ContainerRecord> deaf = task.containers.stream().filter(OwnCommand::isRunning).toList();
        if (!deaf.isEmpty()) {
            if (now().isAfter(killing)) {
                deaf.forEach(container -> container.program.kill());
            }
            world.time().after(STOPPING, () -> stopped(task, killing));
            return;
        }
        task.executionStoppedAt = now();
        for (ContainerRecord container : task.containers) {
            if (container.lastStatus.equals("RUNNING")) {
                container.exitCode = container.exitCode == null ? 0 : container.exitCode;
                close(task, container);
            }
            container.lastStatus = "STOPPED";
        }
        task.status("DEPROVISIONING");
        world.time().after(DEPROVISIONING, () -> {
            task.status("STOPPED");
            task.stoppedAt = now();
            onChange.accept(task);
            world.time().after(REMEMBERED, () -> state.tasks.remove(task.arn));
        });
    }

    private void close(TaskRecord task, ContainerRecord container) {
        if (container.agentStatus != null) {
            container.agentStatus = "STOPPED";
        }
        if (container.session != null) {
            agents.sessions().ifPresent(sessions -> sessions.stopped(container.session));
        }
        container.definition.portMappings().forEach(mapping -> network.gone(task.ip, mapping.containerPort()));
        for (Ports.Port port : container.ports) {
            try {
                port.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Goes on with a task after {@code delay} unless it was stopped meanwhile. */
    private void in(Duration delay, TaskRecord task, Consumer<TaskRecord> next) {
        world.time().after(delay, () -> {
            if (task.isWanted()) {
                next.accept(task);
            }
        });
    }

    private static String about(TaskRecord task) {
        StringBuilder about = new StringBuilder(task.definition.family()).append(':').append(task.definition.revision());
        about.append(' ').append(task.group);
        task.definition.containerDefinitions().forEach(container -> about.append(' ').append(container.image()));
        return about.toString();
    }

    private Instant now() {
        return world.time().now();
    }
}
