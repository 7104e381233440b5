package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.traffic.Message;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Network;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/**
 * Checks each registered target at its group's interval. The first passed check makes a new target healthy; after that the
 * group's thresholds count.
 */
final class TargetHealthChecks {

    private static final Duration REGISTRATION = Duration.ofSeconds(3);

    private final ElbState state;

    TargetHealthChecks(ElbState state) {
        this.state = state;
    }

    void begin(GroupRecord group, TargetRecord target) {
        plan(group, target, REGISTRATION);
    }

    private void plan(GroupRecord group, TargetRecord target, Duration delay) {
        target.nextCheck = state.world.time().after(delay, () -> check(group, target));
    }

    private void check(GroupRecord group, TargetRecord target) {
        if (group.targets.get(key(target.id, target.port)) != target || target.isDraining()) {
            return;
        }
        boolean wasHealthy = target.isHealthy();
        if (state.balancersOf(group.arn).isEmpty()) {
            target.is(TargetHealthStateEnum.UNUSED, TargetHealthReasonEnum.TARGET_NOT_IN_USE,
                    "Target group is not configured to receive traffic from the load balancer");
            target.passed = 0;
        } else {
            judge(group.group, target, ask(group.group, target));
        }
        if (wasHealthy != target.isHealthy()) {
            group.reroute();
        }
        plan(group, target, Duration.ofSeconds(group.group.healthCheckIntervalSeconds()));
    }

    /** 0 when nothing listens, -1 when nothing answers in time, else the status. */
    private int ask(TargetGroup group, TargetRecord target) {
        int port = group.healthCheckPort().equals("traffic-port") ? target.port : Integer.parseInt(group.healthCheckPort());
        Optional<Network.Destination> destination = state.network().at(target.id, port);
        if (destination.isEmpty()) {
            return 0;
        }
        if (group.healthCheckPath() == null) {
            return 200;
        }
        Message answer = destination.get().application().healthCheck(group.healthCheckPath());
        return answer == null ? -1 : answer.status();
    }

    private static void judge(TargetGroup group, TargetRecord target, int answer) {
        boolean first = target.state == TargetHealthStateEnum.INITIAL || target.state == TargetHealthStateEnum.UNUSED;
        String codes = group.matcher() == null || group.matcher().httpCode() == null ? "200" : group.matcher().httpCode();
        if (answer > 0 && matches(codes, answer)) {
            target.passed++;
            target.failed = 0;
            if (first || target.passed >= group.healthyThresholdCount()) {
                target.is(TargetHealthStateEnum.HEALTHY, null, null);
            }
            return;
        }
        target.failed++;
        target.passed = 0;
        if (target.failed < group.unhealthyThresholdCount()) {
            if (first) {
                target.is(TargetHealthStateEnum.INITIAL, TargetHealthReasonEnum.ELB_INITIAL_HEALTH_CHECKING,
                        "Initial health checks in progress");
            }
        } else if (answer > 0) {
            target.is(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_RESPONSE_CODE_MISMATCH,
                    "Health checks failed with these codes: [" + answer + "]");
        } else if (answer < 0) {
            target.is(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_TIMEOUT, "Request timed out");
        } else {
            target.is(TargetHealthStateEnum.UNHEALTHY, TargetHealthReasonEnum.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
        }
    }

    /** Codes such as "200", "200,202" or "200-299". */
    private static boolean matches(String codes, int answer) {
        for (String part : codes.split(",")) {
            String[] range = part.trim().split("-");
            if (answer >= Integer.parseInt(range[0]) && answer <= Integer.parseInt(range[range.length - 1])) {
                return true;
            }
        }
        return false;
    }

    static String key(String id, int port) {
        return id + ":" + port;
    }
}
