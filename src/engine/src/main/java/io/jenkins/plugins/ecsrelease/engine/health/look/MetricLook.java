package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.Map;

/**
 * A metric over whole periods (GetMetricData): {@value #PERIODS} of them, because CloudWatch has its numbers late.
 *
 * @param until end of the last period asked for
 */
public record MetricLook(
        String namespace, String name, Map<String, String> dimensions, String statistic, int periodSeconds, Instant until)
        implements Question<MetricLook.Value> {

    /** How many periods before {@code until} are read. */
    public static final int PERIODS = 11;

    public Instant from() {
        return until.minusSeconds((long) PERIODS * periodSeconds);
    }

    /** @param points by the beginning of their period; empty when no period has data yet */
    public record Value(Map<Instant, Double> points) {

        public Value {
            points = Map.copyOf(points);
        }
    }
}
