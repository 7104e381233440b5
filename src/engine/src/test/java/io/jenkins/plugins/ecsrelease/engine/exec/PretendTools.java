package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.RawCall;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandRequest;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.Session;

/**
 * What reaches a container, with nothing of AWS but its sessions.
 *
 * @param open a command's session
 * @param raw every other call
 */
record PretendTools(EcsExec exec, Function<ExecuteCommandRequest, Session> open, RawCall raw) implements Tools {

    @Override
    public Identity identity() {
        return new Identity("eu-central-1", "aws", "", "", "");
    }

    @Override
    public <C extends SdkClient> C client(Class<C> type) {
        return type.cast(new EcsClient() {
            @Override
            public ExecuteCommandResponse executeCommand(ExecuteCommandRequest request) {
                return ExecuteCommandResponse.builder().session(open.apply(request)).build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        });
    }

    @Override
    public Tools as(Identity other) {
        return this;
    }

    @Override
    public Detached detached(Detached.Place where) {
        return exec.in(this, (Detached.Place.Container) where);
    }
}
