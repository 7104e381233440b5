package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * Judges a metric alarm as the CloudWatch guide tells: the newest periods that have data count, reaching a little further
 * back than the evaluation periods because data comes late; only where too few have data does treatMissingData decide.
 */
final class AlarmJudge {

    /** How many periods further back than asked for data is looked for. */
    private static final int REACH = 3;

    /** What an alarm should be, and why. Null state for "as it was". */
    record Verdict(String state, String reason) {}

    private final World world;

    AlarmJudge(World world) {
        this.world = world;
    }

    Verdict judge(AlarmRecord alarm) {
        MetricAlarm definition = alarm.metric;
        int period = period(definition);
        int wanted = definition.evaluationPeriods();
        int needed = definition.datapointsToAlarm() == null ? wanted : definition.datapointsToAlarm();
        long now = world.time().now().getEpochSecond();
        long to = now - Math.floorMod(now, period);
        List<Double> newest = new ArrayList<>(series(alarm, to - (long) period * (wanted + REACH), to).descendingMap().values());
        if (newest.size() > wanted) {
            newest = newest.subList(0, wanted);
        }
        int missing = wanted - newest.size();
        long breaching = newest.stream().filter(value -> breaches(definition, value)).count();
        String missingCounts = definition.treatMissingData() == null ? "missing" : definition.treatMissingData();
        if (newest.isEmpty()) {
            return withoutData(missingCounts);
        }
        long bad = breaching + (missingCounts.equals("breaching") ? missing : 0);
        boolean few = missingCounts.equals("missing") || missingCounts.equals("ignore");
        long enough = few ? Math.min(needed, newest.size()) : needed;
        String shown = newest.size() + " datapoint(s) " + newest;
        if (bad >= enough && breaching > 0) {
            return new Verdict("ALARM", "Threshold Crossed: " + breaching + " out of the last " + shown + " breached the threshold ("
                    + definition.threshold() + ").");
        }
        return new Verdict("OK", "Threshold not crossed: " + shown + " against the threshold (" + definition.threshold() + ").");
    }

    private static Verdict withoutData(String missingCounts) {
        switch (missingCounts) {
            case "breaching": return new Verdict("ALARM", "Threshold Crossed: no datapoints were received and missing data is breaching.");
            case "notBreaching": return new Verdict("OK", "No datapoints were received and missing data is not breaching.");
            case "ignore": return new Verdict(null, "");
            default: return new Verdict("INSUFFICIENT_DATA", "Insufficient Data: no datapoints were received.");
        }
    }

    private NavigableMap<Long, Double> series(AlarmRecord alarm, long from, long to) {
        MetricAlarm definition = alarm.metric;
        if (definition.hasMetrics() && !definition.metrics().isEmpty()) {
            Map<String, Series> answers = new MetricQueries(world, alarm.place, definition.metrics(), from, to).answers();
            return answers.values().iterator().next().points();
        }
        String statistic = definition.statisticAsString() != null ? definition.statisticAsString() : definition.extendedStatistic();
        NavigableMap<Long, Double> points = new TreeMap<>();
        Metrics.Name name = MetricQueries.name(alarm.place, definition.namespace(), definition.metricName(), definition.dimensions());
        world.part(Metrics.class).periods(name, from, to, definition.period())
                .forEach((at, distribution) -> distribution.statistic(statistic).ifPresent(value -> points.put(at, value)));
        return points;
    }

    static int period(MetricAlarm definition) {
        if (definition.period() != null) {
            return definition.period();
        }
        return definition.metrics().stream().mapToInt(AlarmJudge::period).max().orElse(60);
    }

    private static int period(MetricDataQuery query) {
        return query.period() != null ? query.period() : query.metricStat() == null ? 60 : query.metricStat().period();
    }

    private static boolean breaches(MetricAlarm definition, double value) {
        switch (definition.comparisonOperatorAsString()) {
            case "GreaterThanThreshold": return value > definition.threshold();
            case "GreaterThanOrEqualToThreshold": return value >= definition.threshold();
            case "LessThanThreshold": return value < definition.threshold();
            default: return value <= definition.threshold();
        }
    }
}
