package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** The operations of Amazon CloudWatch that the sandbox knows. */
final class CloudWatch implements CloudWatchClient {

    /** What a caller puts is seen after this long. */
    private static final Duration INGESTION = Duration.ofSeconds(2);

    private final World world;
    private final Metrics metrics;
    private final Alarms alarms;

    CloudWatch(World world) {
        this.world = world;
        metrics = world.part(Metrics.class);
        alarms = world.part(Alarms.class);
    }

    @Override
    public String serviceName() {
        return "monitoring";
    }

    @Override
    public void close() {
        // The state belongs to the world.
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        if (request.namespace() == null || request.namespace().isEmpty()) {
            throw MissingRequiredParameterException.builder().message("The parameter Namespace is required.").build();
        }
        Instant now = world.time().now();
        List<Runnable> publish = new ArrayList<>();
        for (MetricDatum datum : request.metricData()) {
            if (datum.metricName() == null) {
                throw MissingRequiredParameterException.builder()
                        .message("The parameter MetricData.member.1.MetricName is required.").build();
            }
            Instant at = datum.timestamp() == null ? now : datum.timestamp();
            if (at.isAfter(now.plus(Duration.ofHours(2))) || at.isBefore(now.minus(Duration.ofDays(14)))) {
                throw InvalidParameterValueException.builder()
                        .message("The parameter Timestamp must specify a time within the past two weeks and not more than two hours in "
                                + "the future.").build();
            }
            Distribution distribution = distribution(datum);
            boolean fine = datum.storageResolution() != null && datum.storageResolution() == 1;
            Instant kept = fine ? at : at.minusSeconds(Math.floorMod(at.getEpochSecond(), 60));
            publish.add(() -> metrics.publish(MetricQueries.name(place(), request.namespace(), datum.metricName(), datum.dimensions()),
                    kept, distribution, now.plus(INGESTION)));
        }
        publish.forEach(Runnable::run);
        return PutMetricDataResponse.builder().build();
    }

    private static Distribution distribution(MetricDatum datum) {
        if (datum.statisticValues() != null) {
            StatisticSet set = datum.statisticValues();
            return new Distribution(set.sampleCount(), set.sum(), set.minimum(), set.maximum(), new TreeMap<>());
        }
        if (datum.hasValues() && !datum.values().isEmpty()) {
            NavigableMap<Double, Double> values = new TreeMap<>();
            for (int i = 0; i < datum.values().size(); i++) {
                values.merge(datum.values().get(i), datum.hasCounts() && i < datum.counts().size() ? datum.counts().get(i) : 1.0, Double::sum);
            }
            return Distribution.of(values);
        }
        if (datum.value() == null || datum.value().isNaN() || datum.value().isInfinite()) {
            throw InvalidParameterValueException.builder()
                    .message("The value " + datum.value() + " for parameter MetricData.member.1.Value is invalid.").build();
        }
        return Distribution.of(datum.value());
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        if (request.startTime() == null || request.endTime() == null) {
            throw MissingRequiredParameterException.builder().message("The parameter StartTime and EndTime are required.").build();
        }
        if (!request.startTime().isBefore(request.endTime())) {
            throw InvalidParameterValueException.builder()
                    .message("The parameter StartTime must be less than the parameter EndTime.").build();
        }
        if (request.metricDataQueries().size() > 500) {
            throw InvalidParameterValueException.builder().message("A call can have at most 500 MetricDataQueries.").build();
        }
        Map<String, Series> answers = new MetricQueries(world, place(), request.metricDataQueries(),
                request.startTime().getEpochSecond(), request.endTime().getEpochSecond()).answers();
        boolean ascending = "TimestampAscending".equals(request.scanByAsString());
        List<MetricDataResult> results = new ArrayList<>();
        answers.forEach((id, series) -> {
            NavigableMap<Long, Double> points = ascending ? series.points() : series.points().descendingMap();
            MetricDataQuery query = request.metricDataQueries().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
            results.add(MetricDataResult.builder()
                    .id(id)
                    .label(label(query))
                    .statusCode(StatusCode.COMPLETE)
                    .timestamps(points.keySet().stream().map(Instant::ofEpochSecond).toList())
                    .values(points.values())
                    .build());
        });
        return GetMetricDataResponse.builder().metricDataResults(results).messages(List.of()).build();
    }

    private static String label(MetricDataQuery query) {
        if (query.label() != null) {
            return query.label();
        }
        return query.metricStat() == null ? query.id() : query.metricStat().metric().metricName();
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        if (request.statistics().isEmpty() && request.extendedStatistics().isEmpty()) {
            throw MissingRequiredParameterException.builder().message("The parameter Statistics is required.").build();
        }
        if (request.startTime() == null || request.endTime() == null || request.namespace() == null || request.metricName() == null) {
            throw MissingRequiredParameterException.builder()
                    .message("The parameters Namespace, MetricName, StartTime and EndTime are required.").build();
        }
        MetricQueries.checkPeriod(request.period());
        long from = request.startTime().getEpochSecond();
        List<Datapoint> points = new ArrayList<>();
        metrics.periods(MetricQueries.name(place(), request.namespace(), request.metricName(), request.dimensions()),
                from - Math.floorMod(from, request.period()), request.endTime().getEpochSecond(), request.period())
                .forEach((at, distribution) -> points.add(datapoint(request, at, distribution)));
        return GetMetricStatisticsResponse.builder().label(request.metricName()).datapoints(points).build();
    }

    private static Datapoint datapoint(GetMetricStatisticsRequest request, long at, Distribution distribution) {
        Datapoint.Builder point = Datapoint.builder().timestamp(Instant.ofEpochSecond(at)).unit(StandardUnit.NONE);
        List<String> asked = request.statisticsAsStrings();
        Map<String, Double> extended = new TreeMap<>();
        request.extendedStatistics().forEach(name -> distribution.statistic(name).ifPresent(value -> extended.put(name, value)));
        return point.sampleCount(asked.contains("SampleCount") ? distribution.count() : null)
                .sum(asked.contains("Sum") ? distribution.sum() : null)
                .average(asked.contains("Average") ? distribution.sum() / distribution.count() : null)
                .minimum(asked.contains("Minimum") ? distribution.minimum() : null)
                .maximum(asked.contains("Maximum") ? distribution.maximum() : null)
                .extendedStatistics(extended.isEmpty() ? null : extended)
                .build();
    }

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        List<Metric> found = new ArrayList<>();
        for (Metrics.Name name : metrics.names()) {
            boolean asked = name.place().equals(place())
                    && (request.namespace() == null || request.namespace().equals(name.namespace()))
                    && (request.metricName() == null || request.metricName().equals(name.metric()))
                    && request.dimensions().stream().allMatch(filter -> filter.value() == null
                            ? name.dimensions().containsKey(filter.name())
                            : filter.value().equals(name.dimensions().get(filter.name())));
            if (asked) {
                found.add(Metric.builder().namespace(name.namespace()).metricName(name.metric())
                        .dimensions(name.dimensions().entrySet().stream()
                                .map(entry -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build()).toList())
                        .build());
            }
        }
        return ListMetricsResponse.builder().metrics(found).build();
    }

    @Override
    public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        alarms.put(request);
        return PutMetricAlarmResponse.builder().build();
    }

    @Override
    public PutCompositeAlarmResponse putCompositeAlarm(PutCompositeAlarmRequest request) {
        alarms.put(request);
        return PutCompositeAlarmResponse.builder().build();
    }

    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        return alarms.describe(request);
    }

    @Override
    public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
        alarms.set(request);
        return SetAlarmStateResponse.builder().build();
    }

    @Override
    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        alarms.delete(request.alarmNames());
        return DeleteAlarmsResponse.builder().build();
    }

    private static String place() {
        return Call.current().region() + " " + Call.current().account();
    }
}
