package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import java.util.Map;

/** Metrics of the new version's own target group at an Application Load Balancer, minute by minute. */
final class BalancerMetric {

    static final int MINUTE = 60;

    private BalancerMetric() {}

    static MetricLook of(String name, String statistic, Look look) {
        return new MetricLook("AWS/ApplicationELB", name, Map.of("TargetGroup", look.scope().targetGroup(), "LoadBalancer",
                look.scope().loadBalancer()), statistic, MINUTE, look.until(MINUTE));
    }

    static MetricLook requests(Look look) {
        return of("RequestCount", "Sum", look);
    }
}
