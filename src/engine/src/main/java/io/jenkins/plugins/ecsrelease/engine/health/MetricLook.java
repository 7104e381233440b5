package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.Map;

/**
 * One value of a metric over whole periods (GetMetricData).
 *
 * @param until end of the last period asked for; three periods back are read, because CloudWatch has its numbers one to
 *     three minutes late, and the newest that is there counts
 */
public record MetricLook(
        String namespace, String name, Map<String, String> dimensions, String statistic, int periodSeconds, Instant until)
        implements Question<MetricLook.Value> {

    /** @param value null when no period has data yet */
    public record Value(Double value, Instant at) {}
}
