package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.traffic.Application;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Ports;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ManagedAgent;
import software.amazon.awssdk.services.ecs.model.ManagedAgentName;

/** One container of a task. */
final class ContainerRecord {

    final ContainerDefinition definition;
    final String arn;
    final String runtimeId;
    final List<Ports.Port> ports = new ArrayList<>();
    Images.Image image;
    Application application;
    Sessions.Container session;
    /** Its main process, where that really runs; null where it is only told. */
    Sessions.Program program;
    String lastStatus = "PENDING";
    Integer exitCode;
    String reason;
    String healthStatus = "UNKNOWN";
    /** Null while there is no ExecuteCommandAgent. */
    String agentStatus;
    String agentReason;
    Instant agentStartedAt;

    ContainerRecord(ContainerDefinition definition, String arn, String runtimeId) {
        this.definition = definition;
        this.arn = arn;
        this.runtimeId = runtimeId;
    }

    boolean isEssential() {
        return definition.essential() == null || definition.essential();
    }

    Container describe(TaskRecord task) {
        Container.Builder container = Container.builder()
                .containerArn(arn)
                .taskArn(task.arn)
                .name(definition.name())
                .image(definition.image())
                .imageDigest(image == null ? null : image.digest())
                .runtimeId(lastStatus.equals("PENDING") ? null : runtimeId)
                .lastStatus(lastStatus)
                .exitCode(exitCode)
                .reason(reason)
                .networkBindings(List.of())
                .networkInterfaces(i -> i.attachmentId(task.attachmentId).privateIpv4Address(task.ip))
                .healthStatus(healthStatus)
                .cpu(definition.cpu() == null ? "0" : definition.cpu().toString())
                .memory(definition.memory() == null ? null : definition.memory().toString())
                .memoryReservation(definition.memoryReservation() == null ? null : definition.memoryReservation().toString());
        if (agentStatus != null) {
            container.managedAgents(ManagedAgent.builder()
                    .name(ManagedAgentName.EXECUTE_COMMAND_AGENT)
                    .lastStatus(agentStatus)
                    .reason(agentReason)
                    .lastStartedAt(agentStartedAt)
                    .build());
        }
        return container.build();
    }
}
