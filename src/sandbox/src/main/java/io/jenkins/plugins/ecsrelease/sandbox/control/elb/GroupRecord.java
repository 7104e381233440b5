package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.traffic.Backend;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** One target group. */
final class GroupRecord {

    final String arn;
    final Backend backend;
    final Map<String, TargetRecord> targets = new LinkedHashMap<>();
    final Map<String, String> attributes = new TreeMap<>();
    TargetGroup group;

    GroupRecord(TargetGroup group, Backend backend) {
        this.group = group;
        this.arn = group.targetGroupArn();
        this.backend = backend;
        attributes.put("deregistration_delay.timeout_seconds", "300");
        attributes.put("stickiness.enabled", "false");
        attributes.put("slow_start.duration_seconds", "0");
        attributes.put("load_balancing.algorithm.type", "round_robin");
        attributes.put("load_balancing.cross_zone.enabled", "use_load_balancer_configuration");
    }

    Duration deregistrationDelay() {
        return Duration.ofSeconds(Long.parseLong(attributes.get("deregistration_delay.timeout_seconds")));
    }

    /** Tells the data path whom to ask: the healthy targets; where none is, all of them, as AWS fails open. */
    void reroute() {
        List<TargetRecord> staying = targets.values().stream().filter(target -> !target.isDraining()).toList();
        List<TargetRecord> healthy = staying.stream().filter(TargetRecord::isHealthy).toList();
        backend.targets((healthy.isEmpty() ? staying : healthy).stream().map(target -> target.backend).toList());
    }
}
