package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * How long the new version's tasks take to answer, minute by minute, as an Application Load Balancer publishes it.
 *
 * @param statistic a percentile or Average; p99 by default
 * @param belowMillis fails at or above it, 1 to 3600000
 * @param minimumRequests in a minute, below which nothing can be told; 20 by default, 1 to 1000000
 */
public record Latency(String statistic, int belowMillis, int minimumRequests, Limits limits) implements Check {

    public Latency {
        statistic = Wanted.orEmpty(statistic).isEmpty() ? "p99" : Wanted.orEmpty(statistic);
        belowMillis = Wanted.number("below", belowMillis, 1, 3_600_000);
        minimumRequests = Wanted.number("minimumRequests", minimumRequests == 0 ? 20 : minimumRequests, 1, 1_000_000);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "latency " + statistic;
    }

    @Override
    public String unit() {
        return "ms";
    }

    private MetricLook times(Look look) {
        return BalancerMetric.of("TargetResponseTime", statistic, look);
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        return look.scope().targetGroups().isEmpty() ? Set.of() : Set.of(BalancerMetric.requests(look), times(look));
    }

    @Override
    public Reading read(Look look, View view) {
        if (look.scope().targetGroups().isEmpty()) {
            return Reading.early("the new version has no target group yet");
        }
        Answer<MetricLook.Value> requests = view.of(BalancerMetric.requests(look));
        Answer<MetricLook.Value> times = view.of(times(look));
        if (!(requests instanceof Answer.Known<MetricLook.Value> served) || !(times instanceof Answer.Known<MetricLook.Value> taken)) {
            return Reading.unread(requests instanceof Answer.Known ? times : requests);
        }
        return Periods.judge(look, BalancerMetric.MINUTE, look.scope().trafficSince(),
                minute -> judge(look, minute, served.value().points(), taken.value().points()),
                "no minute of requests is published yet");
    }

    private Sample judge(Look look, Instant minute, Map<Instant, Double> requests, Map<Instant, Double> times) {
        Double count = Periods.finite(requests, minute);
        Double seconds = Periods.finite(times, minute);
        if (count != null && count < minimumRequests) {
            return Enough.lacking(look, minute, count, minimumRequests);
        }
        if (count == null || seconds == null) {
            return null;
        }
        double millis = seconds * 1000;
        return Sample.of(minute, millis >= belowMillis, millis, (double) belowMillis, statistic + " " + Numbers.text(Math.rint(millis))
                + " ms over " + Numbers.text(count) + " requests, must be below " + belowMillis + " ms");
    }
}
