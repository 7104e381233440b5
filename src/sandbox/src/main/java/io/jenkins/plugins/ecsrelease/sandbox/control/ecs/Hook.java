package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.time.Instant;
import java.util.List;

/**
 * A lifecycle hook of a service's deployment configuration.
 *
 * @param targetType AWS_LAMBDA or PAUSE
 * @param targetArn of the function; null for a pause
 * @param timeoutMinutes until {@code timeoutAction}; null where the request did not say
 * @param timeoutAction ROLLBACK or CONTINUE; null where the request did not say
 */
record Hook(String targetType, String targetArn, String roleArn, List<String> stages, Integer timeoutMinutes, String timeoutAction) {

    boolean isPause() {
        return targetType.equals("PAUSE");
    }

    /** The hook while a deployment waits for it. */
    static final class Run {
        final Hook hook;
        final String id;
        final String stage;
        final Instant startedAt;
        final Instant expiresAt;
        String status;

        Run(Hook hook, String id, String stage, Instant startedAt) {
            this.hook = hook;
            this.id = id;
            this.stage = stage;
            this.startedAt = startedAt;
            this.status = hook.isPause() ? "AWAITING_ACTION" : "IN_PROGRESS";
            int minutes = hook.timeoutMinutes() == null ? 1440 : hook.timeoutMinutes();
            this.expiresAt = startedAt.plusSeconds(minutes * 60L);
        }

        boolean isOpen() {
            return status.equals("AWAITING_ACTION") || status.equals("IN_PROGRESS");
        }

        String timeoutAction() {
            return hook.timeoutAction() == null ? "ROLLBACK" : hook.timeoutAction();
        }
    }
}
