package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.Session;
import software.amazon.awssdk.services.ecs.model.TargetNotConnectedException;

/** ExecuteCommand: checks what ECS checks, then asks the session gateway. */
final class Exec {

    private final World world;
    private final EcsState state;
    private final Tasks tasks;

    Exec(World world) {
        this.world = world;
        state = world.part(EcsState.class);
        tasks = world.part(Tasks.class);
    }

    ExecuteCommandResponse execute(ExecuteCommandRequest request) {
        Cluster cluster = state.cluster(request.cluster());
        if (request.command() == null || request.command().isBlank()) {
            throw EcsRefusals.invalid("Command must not be blank.");
        }
        if (!Boolean.TRUE.equals(request.interactive())) {
            throw EcsRefusals.invalid("Interactive is the only mode supported currently.");
        }
        TaskRecord task = tasks.find(cluster, request.task());
        if (task == null) {
            throw EcsRefusals.invalid("The referenced task was not found.");
        }
        if (!task.exec) {
            throw EcsRefusals.invalid("The execute command failed because execute command was not enabled when the task was run or the "
                    + "execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and "
                    + "try again.");
        }
        ContainerRecord container = container(task, request.container());
        if (!"RUNNING".equals(container.agentStatus) || !container.lastStatus.equals("RUNNING") || !task.isWanted()) {
            throw (EcsException) TargetNotConnectedException.builder().message("The execute command failed due to an internal error. "
                    + "Try again later.").build();
        }
        Sessions gateway = world.part(Agents.class).sessions().orElseThrow(
                () -> EcsRefusals.client("This sandbox was started without a session gateway."));
        Session session = gateway.open(container.session, request.command());
        world.ledger().add(task.arn, Map.of("container", container.definition.name(), "session", session.sessionId()));
        return ExecuteCommandResponse.builder()
                .clusterArn(cluster.clusterArn())
                .taskArn(task.arn)
                .containerArn(container.arn)
                .containerName(container.definition.name())
                .interactive(true)
                .session(session)
                .build();
    }

    private static ContainerRecord container(TaskRecord task, String name) {
        if (name == null && task.containers.size() > 1) {
            throw EcsRefusals.invalid("The container name must be specified when a task has more than one container.");
        }
        return task.containers.stream().filter(container -> name == null || container.definition.name().equals(name)).findFirst()
                .orElseThrow(() -> EcsRefusals.invalid("The referenced container was not found in the task."));
    }
}
