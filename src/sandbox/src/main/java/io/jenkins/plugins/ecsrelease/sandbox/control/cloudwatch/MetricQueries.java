package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** Answers the queries of one GetMetricData call, or of one alarm on several metrics. */
final class MetricQueries {

    private final Metrics metrics;
    private final String place;
    private final List<MetricDataQuery> queries;
    private final long from;
    private final long to;
    private final Map<String, Series> answered = new HashMap<>();

    /**
     * @param place region and account
     * @param from epoch seconds, inclusive
     * @param to epoch seconds, exclusive
     */
    MetricQueries(World world, String place, List<MetricDataQuery> queries, long from, long to) {
        this.metrics = world.part(Metrics.class);
        this.place = place;
        this.queries = queries;
        this.from = from;
        this.to = to;
    }

    /** The series of each query that returns data, by id, in the order of the queries. */
    Map<String, Series> answers() {
        Map<String, Series> answers = new LinkedHashMap<>();
        for (MetricDataQuery query : queries) {
            check(query);
            if (!Boolean.FALSE.equals(query.returnData())) {
                answers.put(query.id(), answer(query.id()));
            }
        }
        return answers;
    }

    private void check(MetricDataQuery query) {
        if (query.id() == null || !query.id().matches("[a-z][a-zA-Z0-9_]*")) {
            throw refused("The value '" + query.id() + "' for parameter MetricDataQueries.member.Id is not valid: it must start "
                    + "with a lower case letter.");
        }
        if ((query.metricStat() == null) == (query.expression() == null)) {
            throw refused("Exactly one of MetricStat and Expression must be given for the query " + query.id() + ".");
        }
        if (queries.stream().filter(other -> query.id().equals(other.id())).count() > 1) {
            throw refused("The id " + query.id() + " is used twice.");
        }
        MetricStat stat = query.metricStat();
        if (stat != null && (stat.metric() == null || stat.metric().namespace() == null || stat.metric().metricName() == null)) {
            throw refused("The query " + query.id() + " names no metric.");
        }
        if (stat != null && !Distribution.isStatistic(stat.stat())) {
            throw refused("The statistic '" + stat.stat() + "' of the query " + query.id() + " is not supported.");
        }
        if (stat != null) {
            checkPeriod(stat.period());
        }
    }

    static void checkPeriod(Integer period) {
        boolean fine = period != null && (period == 1 || period == 5 || period == 10 || period == 30 || period > 0 && period % 60 == 0);
        if (!fine) {
            throw refused("The parameter Period must be 1, 5, 10, 30 or a multiple of 60, not " + period + ".");
        }
    }

    private Series answer(String id) {
        Series known = answered.get(id);
        if (known != null) {
            return known;
        }
        MetricDataQuery query = queries.stream().filter(one -> one.id().equals(id)).findFirst()
                .orElseThrow(() -> refused("The expression refers to an unknown id: " + id));
        Series answer = query.expression() == null ? metric(query.metricStat()) : math(query);
        answered.put(id, answer);
        return answer;
    }

    private Series metric(MetricStat stat) {
        NavigableMap<Long, Double> points = new TreeMap<>();
        Metrics.Name name = name(place, stat.metric().namespace(), stat.metric().metricName(), stat.metric().dimensions());
        long start = from - Math.floorMod(from, stat.period());
        metrics.periods(name, start, to, stat.period())
                .forEach((at, distribution) -> distribution.statistic(stat.stat()).ifPresent(value -> points.put(at, value)));
        return Series.of(points);
    }

    private Series math(MetricDataQuery query) {
        int period = query.period() != null ? query.period() : longestPeriod();
        List<Long> periods = new ArrayList<>();
        for (long at = from - Math.floorMod(from, period); at < to; at += period) {
            periods.add(at);
        }
        Series result = new MetricMath(query.expression(), this::answer, this::allMetrics, periods, period).evaluate();
        if (!result.isNumber()) {
            return result;
        }
        NavigableMap<Long, Double> constant = new TreeMap<>();
        if (!Double.isNaN(result.number())) {
            periods.forEach(at -> constant.put(at, result.number()));
        }
        return Series.of(constant);
    }

    private List<Series> allMetrics() {
        return queries.stream().filter(query -> query.metricStat() != null).map(query -> answer(query.id())).toList();
    }

    private int longestPeriod() {
        return queries.stream().filter(query -> query.metricStat() != null).mapToInt(query -> query.metricStat().period())
                .max().orElse(60);
    }

    static Metrics.Name name(String place, String namespace, String metric, List<Dimension> dimensions) {
        Map<String, String> sorted = new TreeMap<>();
        dimensions.forEach(dimension -> sorted.put(dimension.name(), dimension.value()));
        return new Metrics.Name(place, namespace, metric, sorted);
    }

    private static CloudWatchException refused(String message) {
        return (CloudWatchException) InvalidParameterValueException.builder().message(message).build();
    }
}
