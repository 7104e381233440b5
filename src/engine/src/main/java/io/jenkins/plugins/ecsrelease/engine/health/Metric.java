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
import java.util.Map;
import java.util.Set;

/**
 * A CloudWatch metric, each period of which must keep within a bound: a number, or what the old version has in the very
 * same period.
 *
 * <p>The dimension values {@code {targetGroup}}, {@code {loadBalancer}} and {@code {taskDefinition}} (family and revision)
 * stand for the new version's own; those of the old version take their place where it is compared with.
 *
 * @param dimensions by default for AWS/ApplicationELB: TargetGroup={targetGroup}, LoadBalancer={loadBalancer}
 * @param statistic such as "Average", "Sum", "p99"; "Average" by default
 * @param below fails at or above it; null for no such bound
 * @param above fails at or below it; null for no such bound
 * @param comparedTo "blue": against the old version; empty for no comparison
 * @param by with {@code comparedTo}, in percent: 20 fails when it is more than 20 % above the old version's, -20 when it
 *     is more than 20 % below. Where the old version has no data in a period (it gets no traffic any more), what it had
 *     last counts
 * @param counter the metric only ever grows: its increase over a period is judged; one that falls has begun anew at 0
 * @param periodSeconds a multiple of 60, 60 by default
 */
public record Metric(
        String namespace,
        String name,
        Map<String, String> dimensions,
        String statistic,
        Double below,
        Double above,
        String comparedTo,
        Double by,
        boolean counter,
        int periodSeconds,
        Limits limits)
        implements Check {

    private static final String BASELINE = "baseline";

    public Metric {
        namespace = Wanted.text("namespace", namespace, "AWS/ApplicationELB");
        name = Wanted.text("name", name, "HTTPCode_Target_5XX_Count");
        dimensions = Wanted.map(dimensions);
        if (dimensions.isEmpty() && namespace.equals("AWS/ApplicationELB")) {
            Map<String, String> own = new LinkedHashMap<>();
            own.put("TargetGroup", "{targetGroup}");
            own.put("LoadBalancer", "{loadBalancer}");
            dimensions = Wanted.map(own);
        }
        statistic = Wanted.orEmpty(statistic).isEmpty() ? "Average" : Wanted.orEmpty(statistic);
        comparedTo = Wanted.oneOf("comparedTo", comparedTo, "", "blue");
        if (below == null && above == null && comparedTo.isEmpty()) {
            throw new IllegalArgumentException("The metric check '" + name + "' has no bound: give 'below' or 'above', or "
                    + "comparedTo: 'blue' with 'by'.");
        }
        if (comparedTo.isEmpty() != (by == null)) {
            throw new IllegalArgumentException("The metric check '" + name + "': 'comparedTo' and 'by' belong together, such as "
                    + "comparedTo: 'blue', by: 20.");
        }
        if (!comparedTo.isEmpty() && dimensions.values().stream().noneMatch(Metric::ofOneVersion)) {
            throw new IllegalArgumentException("The metric check '" + name + "' compares the versions, but none of its dimensions "
                    + "tells them apart: use {targetGroup} or {taskDefinition}.");
        }
        periodSeconds = Wanted.number("period", periodSeconds == 0 ? 60 : periodSeconds, 60, 3600);
        if (periodSeconds % 60 != 0) {
            throw new IllegalArgumentException("'period' is " + periodSeconds + "; it must be a multiple of 60 seconds.");
        }
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    /** Every period below a number. */
    public static Metric below(String namespace, String name, Map<String, String> dimensions, String statistic, double bound, Limits limits) {
        return new Metric(namespace, name, dimensions, statistic, bound, null, "", null, false, 60, limits);
    }

    /** At most so many percent above the old version. */
    public static Metric besideBlue(String namespace, String name, Map<String, String> dimensions, String statistic, double percent, Limits limits) {
        return new Metric(namespace, name, dimensions, statistic, null, null, "blue", percent, false, 60, limits);
    }

    private static boolean ofOneVersion(String dimension) {
        return dimension.contains("{targetGroup}") || dimension.contains("{taskDefinition}");
    }

    @Override
    public String title() {
        return "metric " + name + (comparedTo.isEmpty() ? "" : " beside the old version");
    }

    @Override
    public String unit() {
        return "";
    }

    private MetricLook ask(Look look, boolean old) {
        Scope scope = look.scope();
        Map<String, String> filled = new LinkedHashMap<>();
        dimensions.forEach((dimension, value) -> filled.put(dimension, value
                .replace("{targetGroup}", old ? scope.oldTargetGroup() : scope.targetGroup())
                .replace("{taskDefinition}", Scope.nameOf(old ? scope.oldTaskDefinition() : scope.taskDefinition()))
                .replace("{loadBalancer}", scope.loadBalancer())));
        return new MetricLook(namespace, name, filled, statistic, periodSeconds, look.until(periodSeconds));
    }

    private boolean waits(Scope scope) {
        return scope.targetGroups().isEmpty() && dimensions.values().stream().anyMatch(value -> value.contains("{targetGroup}"));
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        Set<Question<?>> questions = new LinkedHashSet<>();
        if (!waits(look.scope())) {
            questions.add(ask(look, false));
            if (!comparedTo.isEmpty()) {
                questions.add(ask(look, true));
            }
        }
        return questions;
    }

    @Override
    public Reading read(Look look, View view) {
        if (waits(look.scope())) {
            return Reading.early("the new version has no target group yet");
        }
        Answer<MetricLook.Value> mine = view.of(ask(look, false));
        Answer<MetricLook.Value> other = comparedTo.isEmpty() ? mine : view.of(ask(look, true));
        if (!(mine instanceof Answer.Known<MetricLook.Value> known) || !(other instanceof Answer.Known<MetricLook.Value> blue)) {
            return Reading.unread(mine instanceof Answer.Known ? other : mine);
        }
        Map<String, Double> learned = new LinkedHashMap<>(look.memory());
        if (!comparedTo.isEmpty()) {
            blue.value().points().keySet().stream().filter(at -> value(blue.value(), at) != null).max(Comparator.naturalOrder())
                    .ifPresent(newest -> learned.put(BASELINE, value(blue.value(), newest)));
        }
        boolean own = dimensions.values().stream().anyMatch(Metric::ofOneVersion);
        Instant since = own ? look.scope().trafficSince() : look.scope().startedAt();
        return Periods.judge(look, periodSeconds, since, at -> {
            Double value = value(known.value(), at);
            return value == null ? null : judge(at, value, value(blue.value(), at), learned.get(BASELINE));
        }, "no data is published yet").learning(learned);
    }

    private Double value(MetricLook.Value points, Instant at) {
        Double now = Periods.finite(points.points(), at);
        if (!counter || now == null) {
            return now;
        }
        Double before = Periods.finite(points.points(), at.minusSeconds(periodSeconds));
        return before == null ? null : Double.valueOf(now >= before ? now - before : now);
    }

    private Sample judge(Instant at, double value, Double beside, Double last) {
        String seen = statistic + " " + Numbers.text(value);
        if (below != null && value >= below) {
            return Sample.of(at, true, value, below, seen + ", must be below " + Numbers.text(below));
        }
        if (above != null && value <= above) {
            return Sample.of(at, true, value, above, seen + ", must be above " + Numbers.text(above));
        }
        if (comparedTo.isEmpty()) {
            return Sample.of(at, false, value, below == null ? above : below, seen
                    + (below == null ? "" : ", must be below " + Numbers.text(below))
                    + (above == null ? "" : ", must be above " + Numbers.text(above)));
        }
        Double old = beside == null ? last : beside;
        if (old == null) {
            return Sample.none(at, seen + ", and nothing of the old version to compare it with");
        }
        if (old == 0 && value != 0) {
            // A percentage of nothing says nothing; a bound of its own has been kept above.
            return below != null || above != null
                    ? Sample.of(at, false, value, below == null ? above : below, seen + ", the old version has 0")
                    : Sample.none(at, seen + ", and the old version has 0, of which no percentage can be taken: give 'below' too");
        }
        double limit = old * (1 + by / 100);
        boolean fails = by >= 0 ? value > limit : value < limit;
        return Sample.of(at, fails, value, limit, seen + " beside " + Numbers.text(old) + " of the old version"
                + (beside == null ? " when it last had traffic" : "") + ", must not be more than " + Numbers.text(Math.abs(by))
                + " % " + (by >= 0 ? "above" : "below"));
    }
}
