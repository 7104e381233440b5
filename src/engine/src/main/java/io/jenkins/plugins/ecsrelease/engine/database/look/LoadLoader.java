package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** GetMetricStatistics, twice a database. */
public final class LoadLoader implements Loader<LoadLook, LoadLook.Seen> {

    @Override
    public Class<LoadLook> question() {
        return LoadLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<LoadLook, Answer<LoadLook.Seen>> load(Tools tools, Set<LoadLook> questions) {
        Map<LoadLook, Answer<LoadLook.Seen>> answers = new HashMap<>();
        for (LoadLook look : questions) {
            boolean cluster = look.kind() == Kind.CLUSTER;
            Double lag = most(tools, look, cluster ? "AuroraReplicaLag" : "ReplicaLag");
            if (lag != null && cluster) {
                lag = lag / 1000; // Aurora tells milliseconds
            }
            answers.put(look, Answer.known(new LoadLook.Seen(most(tools, look, "DatabaseConnections"), lag)));
        }
        return answers;
    }

    private static Double most(Tools tools, LoadLook look, String metric) {
        Instant now = Instant.now();
        return tools.client(CloudWatchClient.class)
                .getMetricStatistics(request -> request.namespace("AWS/RDS")
                        .metricName(metric)
                        .dimensions(Dimension.builder()
                                .name(look.kind() == Kind.CLUSTER ? "DBClusterIdentifier" : "DBInstanceIdentifier")
                                .value(look.identifier())
                                .build())
                        .startTime(now.minus(Duration.ofMinutes(5)))
                        .endTime(now)
                        .period(60)
                        .statistics(Statistic.MAXIMUM))
                .datapoints()
                .stream()
                .map(Datapoint::maximum)
                .filter(java.util.Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
    }
}
