package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.util.Map;

/**
 * A CloudWatch metric, the newest complete period of which must keep within a bound.
 *
 * <p>The dimension values {@code {targetGroup}} and {@code {loadBalancer}} stand for the new version's own.
 *
 * @param statistic such as "Average", "Sum", "p99"; "Average" by default
 * @param below fails at or above it; null for no such bound
 * @param above fails at or below it; null for no such bound
 * @param periodSeconds a multiple of 60, 60 by default
 */
public record Metric(
        String namespace,
        String name,
        Map<String, String> dimensions,
        String statistic,
        Double below,
        Double above,
        int periodSeconds,
        Limits limits)
        implements Check {

    public Metric {
        namespace = Wanted.text("namespace", namespace, "AWS/ApplicationELB");
        name = Wanted.text("name", name, "HTTPCode_Target_5XX_Count");
        dimensions = Wanted.map(dimensions);
        statistic = Wanted.orEmpty(statistic).isEmpty() ? "Average" : Wanted.orEmpty(statistic);
        if (below == null && above == null) {
            throw new IllegalArgumentException("The metric check '" + name + "' has no bound: give 'below' or 'above'.");
        }
        periodSeconds = Wanted.number("period", periodSeconds == 0 ? 60 : periodSeconds, 60, 3600);
        if (periodSeconds % 60 != 0) {
            throw new IllegalArgumentException("'period' is " + periodSeconds + "; it must be a multiple of 60 seconds.");
        }
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "metric " + name;
    }
}
