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
 * The share of requests to the new version's own target group that its tasks answered with 5xx, minute by minute, as an
 * Application Load Balancer publishes it.
 *
 * @param belowPercent fails at or above it, above 0 to 100; 1 by default
 * @param minimumRequests in a minute, below which nothing can be told; 20 by default, 1 to 1000000
 */
public record HttpErrors(double belowPercent, int minimumRequests, Limits limits) implements Check {

    public HttpErrors {
        belowPercent = belowPercent == 0 ? 1 : belowPercent;
        if (!(belowPercent > 0 && belowPercent <= 100)) {
            throw new IllegalArgumentException("'below' is " + belowPercent + "; it must be a percentage above 0, at most 100.");
        }
        minimumRequests = Wanted.number("minimumRequests", minimumRequests == 0 ? 20 : minimumRequests, 1, 1_000_000);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "HTTP errors";
    }

    @Override
    public String unit() {
        return "%";
    }

    private static MetricLook errors(Look look) {
        return BalancerMetric.of("HTTPCode_Target_5XX_Count", "Sum", look);
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        return look.scope().targetGroups().isEmpty() ? Set.of() : Set.of(BalancerMetric.requests(look), errors(look));
    }

    @Override
    public Reading read(Look look, View view) {
        if (look.scope().targetGroups().isEmpty()) {
            return Reading.early("the new version has no target group yet");
        }
        Answer<MetricLook.Value> requests = view.of(BalancerMetric.requests(look));
        Answer<MetricLook.Value> errors = view.of(errors(look));
        if (!(requests instanceof Answer.Known<MetricLook.Value> served) || !(errors instanceof Answer.Known<MetricLook.Value> failed)) {
            return Reading.unread(requests instanceof Answer.Known ? errors : requests);
        }
        return Periods.judge(look, BalancerMetric.MINUTE, look.scope().trafficSince(),
                minute -> judge(look, minute, served.value().points(), failed.value().points()),
                "no minute of requests is published yet");
    }

    private Sample judge(Look look, Instant minute, Map<Instant, Double> requests, Map<Instant, Double> errors) {
        Double count = Periods.finite(requests, minute);
        Double bad = Periods.finite(errors, minute);
        if (count == null) {
            return null;
        }
        if (count < minimumRequests) {
            return Enough.lacking(look, minute, count, minimumRequests);
        }
        // The load balancer publishes no zero: a minute with requests and without errors has none.
        double percent = 100 * (bad == null ? 0 : bad) / count;
        return Sample.of(minute, percent >= belowPercent, percent, belowPercent, Numbers.text(bad == null ? 0 : bad) + " of "
                + Numbers.text(count) + " requests failed, " + Numbers.text(percent) + " %, must be below "
                + Numbers.text(belowPercent) + " %");
    }
}
