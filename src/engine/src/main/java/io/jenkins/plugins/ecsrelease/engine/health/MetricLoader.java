package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** GetMetricData, the metrics of many checks and releases a call. */
public final class MetricLoader implements Loader<MetricLook, MetricLook.Value> {

    @Override
    public Class<MetricLook> question() {
        return MetricLook.class;
    }

    @Override
    public int batch() {
        return 100;
    }

    @Override
    public Map<MetricLook, Answer<MetricLook.Value>> load(Tools tools, Set<MetricLook> questions) {
        List<MetricLook> looks = List.copyOf(questions);
        List<MetricDataQuery> queries = new ArrayList<>();
        Instant from = Instant.MAX;
        Instant until = Instant.MIN;
        for (int i = 0; i < looks.size(); i++) {
            MetricLook look = looks.get(i);
            queries.add(query("m" + i, look));
            Instant first = look.until().minusSeconds(3L * look.periodSeconds());
            from = first.isBefore(from) ? first : from;
            until = look.until().isAfter(until) ? look.until() : until;
        }
        Instant start = from;
        Instant end = until;
        GetMetricDataResponse response = tools.client(CloudWatchClient.class).getMetricData(request -> request
                .metricDataQueries(queries).startTime(start).endTime(end).scanBy(ScanBy.TIMESTAMP_DESCENDING));
        Map<MetricLook, Answer<MetricLook.Value>> answers = new HashMap<>();
        for (MetricDataResult result : response.metricDataResults()) {
            MetricLook look = looks.get(Integer.parseInt(result.id().substring(1)));
            answers.put(look, Answer.known(inWindow(result, look)));
        }
        return answers;
    }

    private static MetricDataQuery query(String id, MetricLook look) {
        List<Dimension> dimensions = look.dimensions().entrySet().stream()
                .map(entry -> Dimension.builder().name(entry.getKey()).value(entry.getValue()).build())
                .toList();
        return MetricDataQuery.builder()
                .id(id)
                .returnData(true)
                .metricStat(stat -> stat.period(look.periodSeconds())
                        .stat(look.statistic())
                        .metric(metric -> metric.namespace(look.namespace())
                                .metricName(look.name())
                                .dimensions(dimensions)))
                .build();
    }

    /** The points that lie in this question's own window: the call may span those of others. */
    private static MetricLook.Value inWindow(MetricDataResult result, MetricLook look) {
        Map<Instant, Double> points = new HashMap<>();
        for (int i = 0; i < Math.min(result.values().size(), result.timestamps().size()); i++) {
            Instant point = result.timestamps().get(i);
            if (point.isBefore(look.until()) && !point.isBefore(look.until().minusSeconds(3L * look.periodSeconds()))) {
                points.put(point, result.values().get(i));
            }
        }
        return new MetricLook.Value(points);
    }
}
