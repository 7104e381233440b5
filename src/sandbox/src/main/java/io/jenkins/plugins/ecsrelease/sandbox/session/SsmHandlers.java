package io.jenkins.plugins.ecsrelease.sandbox.session;

import io.jenkins.plugins.ecsrelease.sandbox.control.parameters.Parameters;
import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DoesNotExistException;
import software.amazon.awssdk.services.ssm.model.ResumeSessionRequest;
import software.amazon.awssdk.services.ssm.model.ResumeSessionResponse;
import software.amazon.awssdk.services.ssm.model.TerminateSessionRequest;
import software.amazon.awssdk.services.ssm.model.TerminateSessionResponse;

/** Systems Manager: sessions, and parameters. */
public final class SsmHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return SsmClient.class;
    }

    @Override
    public Object in(World world) {
        return new Ssm(world);
    }

    /** The operations. */
    static final class Ssm extends Parameters {

        private final Gateway gateway;

        Ssm(World world) {
            super(world);
            gateway = world.part(Gateway.class);
        }

        @Override
        public ResumeSessionResponse resumeSession(ResumeSessionRequest request) {
            return gateway.resume(request.sessionId())
                    .map(session -> ResumeSessionResponse.builder()
                            .sessionId(session.sessionId())
                            .streamUrl(session.streamUrl())
                            .tokenValue(session.tokenValue())
                            .build())
                    .orElseThrow(() -> DoesNotExistException.builder()
                            .message("Session " + request.sessionId() + " does not exist or has ended")
                            .build());
        }

        @Override
        public TerminateSessionResponse terminateSession(TerminateSessionRequest request) {
            gateway.terminate(request.sessionId());
            return TerminateSessionResponse.builder().sessionId(request.sessionId()).build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
