package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Latency;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.Metric;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;

/** What checks cost in calls, printed; run by {@code test/bench/run}, not with the tests. */
public class HealthBench {

    private static final int RELEASES = Integer.getInteger("bench.checked", 100);
    private static final int MINUTES = 20;
    private static final List<Check> CHECKS = List.of(
            new TargetHealth(100, 300, Limits.DEFAULT),
            new HttpErrors(1, false, 20, Limits.DEFAULT),
            new Latency("p99", 800, 20, Limits.DEFAULT),
            Metric.besideBlue("AWS/ApplicationELB", "TargetResponseTime", Map.of(), "p90", 50, Limits.DEFAULT),
            new DatabaseConnections(Database.cluster("shop-db"), 80, 1000, 0, "", 0, 0, 0, Limits.DEFAULT),
            new Alarm("web-5xx", Limits.DEFAULT));

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));

    private static void print(String what, Object... numbers) {
        System.out.println("bench " + String.format(Locale.ROOT, what, numbers));
    }

    @Test
    public void realRequestsAtTheSameRate() {
        LoadTrial.of("failing", 1).overSockets().judged().isTakenBackBy("HTTP errors");
        LoadTrial.of("web", 1).overSockets().judged().stays();
    }

    @Test
    public void oneReleaseWithSixChecks() {
        BlueGreen blueGreen = new BlueGreen();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                Trial trial = new Trial(time, sandbox.inProcess(), blueGreen)) {
            Storefront.open(sandbox, trial, how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(60));
            trial.aws(CloudWatchClient.class).putMetricAlarm(a -> a.alarmName("web-5xx").namespace("AWS/ApplicationELB")
                    .metricName("HTTPCode_Target_5XX_Count").statistic("Sum").period(60).evaluationPeriods(1).threshold(10.0)
                    .comparisonOperator("GreaterThanThreshold").treatMissingData("notBreaching"));
            trial.advance(Duration.ofMinutes(3));
            trial.begin("r", blueGreen, BlueGreenOrder.of("shop#1", Storefront.CLUSTER, Storefront.SERVICE,
                    Map.of("web", Storefront.image("web", 2))).checkedBy(CHECKS));
            trial.until("the bake", () -> trial.said().stream().anyMatch(line -> line.contains("BAKE_TIME")));
            int before = trial.calls().size();
            trial.advance(Duration.ofMinutes(MINUTES));
            Map<String, Integer> calls = new TreeMap<>();
            for (AwsCall call : trial.calls().subList(before, trial.calls().size())) {
                calls.merge(call.operation(), 1, Integer::sum);
            }
            calls.forEach((operation, count) -> print("one release with %d checks, in a bake: %.2f %s a minute", CHECKS.size(),
                    count / (double) MINUTES, operation));
            print("one release with %d checks, in a bake: %.2f calls a minute, %.3f a second", CHECKS.size(),
                    (trial.calls().size() - before) / (double) MINUTES, (trial.calls().size() - before) / (60.0 * MINUTES));
        }
    }

    @Test
    public void metricsOfManyReleasesGoInFewCalls() {
        BlueGreen blueGreen = new BlueGreen();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                Trial trial = new Trial(time, sandbox.inProcess(), blueGreen)) {
            EcsClient ecs = trial.aws(EcsClient.class);
            ecs.createCluster(cluster -> cluster.clusterName("fleet"));
            for (int i = 0; i < RELEASES; i++) {
                serve(ecs, "s" + i);
            }
            time.advance(Duration.ofMinutes(3));
            for (int i = 0; i < RELEASES; i++) {
                List<Check> checks = List.of(
                        Metric.below("shop", "Errors", Map.of("Service", "s" + i), "Sum", 10, Limits.DEFAULT),
                        Metric.below("shop", "Seconds", Map.of("Service", "s" + i), "p99", 2, Limits.DEFAULT));
                trial.begin("r" + i, blueGreen, BlueGreenOrder.of("fleet#" + i, "fleet", "s" + i,
                        Map.of("web", Storefront.image("web", 2))).checkedBy(checks));
                time.advance(Duration.ofMillis(370));
            }
            time.advance(Duration.ofMinutes(15));
            int before = trial.calls().size();
            time.advance(Duration.ofMinutes(MINUTES));
            List<AwsCall> calls = trial.calls().subList(before, trial.calls().size());
            long metrics = calls.stream().filter(call -> call.operation().equals("GetMetricData")).count();
            print("%d releases with 2 metrics each: %.1f GetMetricData a minute in all, %.1f metrics a call, %.2f calls a minute for each release",
                    RELEASES, metrics / (double) MINUTES, RELEASES * 2.0 * MINUTES / Math.max(1, metrics),
                    calls.size() / (double) MINUTES / RELEASES);
        }
    }

    private static void serve(EcsClient ecs, String name) {
        String definition = ecs.registerTaskDefinition(define -> define.family(name).networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                        .taskRoleArn("arn:aws:iam::123456789012:role/web").executionRoleArn("arn:aws:iam::123456789012:role/pull")
                        .containerDefinitions(container -> container.name("web").image(Storefront.image("web", 1)).essential(true)))
                .taskDefinition().taskDefinitionArn();
        ecs.createService(create -> create.cluster("fleet").serviceName(name).taskDefinition(definition).desiredCount(1)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a")))
                .deploymentConfiguration(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(60)));
    }
}
