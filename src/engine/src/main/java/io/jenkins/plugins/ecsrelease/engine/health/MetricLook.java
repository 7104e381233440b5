package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A metric over whole periods (GetMetricData).
 *
 * @param until end of the last period asked for; three periods back are read, because CloudWatch has its numbers one to
 *     three minutes late
 */
public record MetricLook(
        String namespace, String name, Map<String, String> dimensions, String statistic, int periodSeconds, Instant until)
        implements Question<MetricLook.Value> {

    /** @param points by the beginning of their period; empty when no period has data yet */
    public record Value(Map<Instant, Double> points) {

        public Value {
            points = Map.copyOf(points);
        }

        /** The newest period that has a number: NaN and infinity are none. */
        public Optional<Instant> newest() {
            return points.entrySet().stream()
                    .filter(point -> Double.isFinite(point.getValue()))
                    .map(Map.Entry::getKey)
                    .max(Comparator.naturalOrder());
        }
    }
}
