package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.traffic.Backend;
import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.time.Instant;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** One registered target and what its health checks said. */
final class TargetRecord {

    final String id;
    final int port;
    final Backend.Target backend;
    final Instant registeredAt;
    TargetHealthStateEnum state = TargetHealthStateEnum.INITIAL;
    TargetHealthReasonEnum reason = TargetHealthReasonEnum.ELB_REGISTRATION_IN_PROGRESS;
    String description = "Target registration is in progress";
    int passed;
    int failed;
    Time.Scheduled nextCheck;

    TargetRecord(String id, int port, Backend.Target backend, Instant registeredAt) {
        this.id = id;
        this.port = port;
        this.backend = backend;
        this.registeredAt = registeredAt;
    }

    void is(TargetHealthStateEnum now, TargetHealthReasonEnum because, String text) {
        state = now;
        reason = because;
        description = text;
    }

    boolean isHealthy() {
        return state == TargetHealthStateEnum.HEALTHY;
    }

    boolean isDraining() {
        return state == TargetHealthStateEnum.DRAINING;
    }

    TargetHealth health() {
        return TargetHealth.builder().state(state).reason(reason).description(description).build();
    }
}
