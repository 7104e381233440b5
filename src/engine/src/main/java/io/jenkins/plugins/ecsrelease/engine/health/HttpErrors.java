package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of requests to the new version's own target group that its tasks answered with 5xx, minute by minute, as an
 * Application Load Balancer publishes it.
 *
 * @param belowPercent fails at or above it, above 0 to 100; 1 by default
 * @param onlyIfWorse bears a minute in which the old version's tasks failed nearly as often: up to two thirds as often
 * @param minimumRequests in a minute, below which nothing can be told; 20 by default, 1 to 1000000
 */
public record HttpErrors(double belowPercent, boolean onlyIfWorse, int minimumRequests, Limits limits) implements Check {

    private static final String BESIDE = "beside";

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

    /** The same of the old version. */
    private static Look beside(Look look) {
        return new Look(look.scope().at(look.scope().oldTargetGroups(), List.of()), look.at(), look.memory());
    }

    private boolean compares(Look look) {
        return onlyIfWorse && !look.scope().oldTargetGroups().isEmpty();
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        Set<Question<?>> questions = new LinkedHashSet<>();
        if (!look.scope().targetGroups().isEmpty()) {
            questions.add(BalancerMetric.requests(look));
            questions.add(errors(look));
            if (compares(look)) {
                questions.add(BalancerMetric.requests(beside(look)));
                questions.add(errors(beside(look)));
            }
        }
        return questions;
    }

    @Override
    public Reading read(Look look, View view) {
        if (look.scope().targetGroups().isEmpty()) {
            return Reading.early("the new version has no target group yet");
        }
        for (Question<?> question : questions(look)) {
            if (view.of(question) instanceof Answer.Unknown<?>) {
                return Reading.unread(view.of(question));
            }
        }
        Map<Instant, Double> requests = points(view, BalancerMetric.requests(look));
        Map<Instant, Double> errors = points(view, errors(look));
        Map<Instant, Double> oldRequests = compares(look) ? points(view, BalancerMetric.requests(beside(look))) : Map.of();
        Map<Instant, Double> oldErrors = compares(look) ? points(view, errors(beside(look))) : Map.of();
        Map<String, Double> learned = new LinkedHashMap<>(look.memory());
        oldRequests.keySet().stream().max(Comparator.naturalOrder())
                .ifPresent(newest -> learned.put(BESIDE, share(oldRequests, oldErrors, newest)));
        return Periods.judge(look, BalancerMetric.MINUTE, look.scope().trafficSince(),
                minute -> judge(look, minute, requests, errors, besides(oldRequests, oldErrors, minute, learned)),
                "no minute of requests is published yet").learning(learned);
    }

    private static Map<Instant, Double> points(View view, MetricLook look) {
        return view.of(look).ifKnown().orElseThrow().points();
    }

    private static double share(Map<Instant, Double> requests, Map<Instant, Double> errors, Instant minute) {
        Double count = Periods.finite(requests, minute);
        Double bad = Periods.finite(errors, minute);
        return count == null || count <= 0 ? 0 : 100 * (bad == null ? 0 : bad) / count;
    }

    /** What the old version's tasks failed in that minute; where they had no requests, when they last had. */
    private static double besides(Map<Instant, Double> requests, Map<Instant, Double> errors, Instant minute, Map<String, Double> learned) {
        return requests.containsKey(minute) ? share(requests, errors, minute) : learned.getOrDefault(BESIDE, 0.0);
    }

    private Sample judge(Look look, Instant minute, Map<Instant, Double> requests, Map<Instant, Double> errors, double old) {
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
        boolean borne = onlyIfWorse && percent <= old * 1.5;
        return Sample.of(minute, percent >= belowPercent && !borne, percent, belowPercent, Numbers.text(bad == null ? 0 : bad) + " of "
                + Numbers.text(count) + " requests failed, " + Numbers.text(percent) + " %, must be below "
                + Numbers.text(belowPercent) + " %" + (onlyIfWorse ? " unless the old version fails as well, " + Numbers.text(old) + " %" : ""));
    }
}
