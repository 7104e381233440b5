package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MessageData;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/**
 * GetMetricData, the metrics of all checks of all releases a call. What CloudWatch marks as forbidden or failed is not
 * known: an empty answer would look as if there were no data.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html">GetMetricData</a>
 */
public final class MetricLoader implements Loader<MetricLook, MetricLook.Value> {

    /** What one metric came to, over all pages. */
    private static final class Result {
        private final Map<Instant, Double> points = new HashMap<>();
        private String problem = "";
    }

    @Override
    public Class<MetricLook> question() {
        return MetricLook.class;
    }

    @Override
    public int batch() {
        return 500;
    }

    @Override
    public Map<MetricLook, Answer<MetricLook.Value>> load(Tools tools, Set<MetricLook> questions) {
        List<MetricLook> looks = List.copyOf(questions);
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int i = 0; i < looks.size(); i++) {
            queries.add(query("m" + i, looks.get(i)));
        }
        Instant start = looks.stream().map(MetricLook::from).min(Comparator.naturalOrder()).orElseThrow();
        Instant end = looks.stream().map(MetricLook::until).max(Comparator.naturalOrder()).orElseThrow();
        CloudWatchClient cloudWatch = tools.client(CloudWatchClient.class);
        Map<MetricLook, Result> results = new HashMap<>();
        String token = null;
        do {
            String from = token;
            GetMetricDataResponse response = cloudWatch.getMetricData(request -> request
                    .metricDataQueries(queries).startTime(start).endTime(end).scanBy(ScanBy.TIMESTAMP_DESCENDING).nextToken(from));
            for (MetricDataResult result : response.metricDataResults()) {
                MetricLook look = looks.get(Integer.parseInt(result.id().substring(1)));
                add(results.computeIfAbsent(look, one -> new Result()), look, result);
            }
            token = response.nextToken();
        } while (token != null);
        Map<MetricLook, Answer<MetricLook.Value>> answers = new HashMap<>();
        results.forEach((look, result) -> answers.put(look, result.problem.isEmpty()
                ? Answer.known(new MetricLook.Value(result.points))
                : Answer.unknown(new Problem(Problem.Kind.LOST, result.problem, "monitoring", "GetMetricData", "", ""))));
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
    private static void add(Result into, MetricLook look, MetricDataResult result) {
        String status = result.statusCodeAsString() == null ? "Complete" : result.statusCodeAsString();
        if (!status.equals("Complete") && !status.equals("PartialData")) {
            into.problem = "CloudWatch did not tell the metric " + look.name() + ": " + status + result.messages().stream()
                    .map(MessageData::value).map(text -> ", " + text).collect(Collectors.joining()) + ".";
        }
        for (int i = 0; i < Math.min(result.values().size(), result.timestamps().size()); i++) {
            Instant point = result.timestamps().get(i);
            if (point.isBefore(look.until()) && !point.isBefore(look.from())) {
                into.points.put(point, result.values().get(i));
            }
        }
    }
}
