package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Site;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

/** What CloudWatch tells about requests that were really served, in time that the test moves. */
public class TrafficMetricsTest {

    @Rule
    public final Site site = new Site();

    private CloudWatchClient cloudWatch;

    @Before
    public void connect() {
        cloudWatch = Clients.of(site.sandbox).client(CloudWatchClient.class);
    }

    private Load load(double perSecond) {
        URI url = URI.create(site.elb.describeListenerAttributes(d -> d.listenerArn(site.listener)).attributes().get(0).value());
        return Load.perSandboxSecond(url, site.sandbox.world().time(), perSecond);
    }

    private List<Double> sums(String metric, String statistic, String group, Instant from) {
        String balancer = site.balancer.replaceFirst(".*:loadbalancer/", "");
        List<Dimension> of = List.of(Dimension.builder().name("LoadBalancer").value(balancer).build(),
                Dimension.builder().name("TargetGroup").value(group.replaceFirst(".*:", "")).build());
        return cloudWatch.getMetricData(g -> g.startTime(from).endTime(site.time.now()).scanBy("TimestampAscending")
                .metricDataQueries(q -> q.id("m").metricStat(s -> s.period(60).stat(statistic)
                        .metric(m -> m.namespace("AWS/ApplicationELB").metricName(metric).dimensions(of)))))
                .metricDataResults().get(0).values();
    }

    private double sum(String metric, String group, Instant from) {
        return sums(metric, "Sum", group, from).stream().mapToDouble(Double::doubleValue).sum();
    }

    @Test
    public void requestsAreCountedPerTargetGroupAndPublishedOneToThreeMinutesLate() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        Instant from = site.time.now();
        try (Load load = load(5)) {
            site.time.advance(Duration.ofSeconds(59));
            assertEquals(0, sum("RequestCount", site.blue, from), 0);
            site.time.advance(Duration.ofSeconds(61));
        }
        site.time.advance(Duration.ofMinutes(4));
        assertEquals(600, sum("RequestCount", site.blue, from.minusSeconds(60)), 5);
        assertEquals(600, sum("HTTPCode_Target_2XX_Count", site.blue, from.minusSeconds(60)), 5);
        assertEquals(0, sum("RequestCount", site.green, from.minusSeconds(60)), 0);
        assertEquals(List.of(), sums("HTTPCode_Target_5XX_Count", "Sum", site.blue, from));
    }

    @Test
    public void aCanaryGetsItsShareAndItsErrorsAndLatencyShowInItsOwnGroup() {
        site.serve(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(10.0).canaryBakeTimeInMinutes(10)));
        site.release(Site.IMAGE + "failing:2");
        site.untilStage("PRODUCTION_TRAFFIC_SHIFT");
        Instant from = site.time.now();
        try (Load load = load(50)) {
            site.time.advance(Duration.ofMinutes(4));
            long canary = load.answers().getOrDefault("web:2", 0L) + load.failed();
            assertEquals(0.1, (double) canary / load.sent(), 0.005);
            assertEquals(0.02, (double) load.failed() / canary, 0.005);
        }
        site.time.advance(Duration.ofMinutes(3));
        double errors = sum("HTTPCode_Target_5XX_Count", site.green, from);
        assertEquals(0.02, errors / sum("RequestCount", site.green, from), 0.006);
        assertEquals(0, sum("HTTPCode_Target_5XX_Count", site.blue, from), 0);
    }

    @Test
    public void aSlowVersionShowsInTheResponseTimesOfItsGroupAlone() {
        site.serve(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(50.0).canaryBakeTimeInMinutes(10)));
        site.release(Site.IMAGE + "slow:2");
        site.untilStage("PRODUCTION_TRAFFIC_SHIFT");
        Instant from = site.time.now();
        try (Load load = load(20)) {
            site.time.advance(Duration.ofMinutes(2));
        }
        site.time.advance(Duration.ofMinutes(4));
        double blue = sums("TargetResponseTime", "p99", site.blue, from).get(0);
        double green = sums("TargetResponseTime", "p99", site.green, from).get(0);
        assertEquals(3, green / blue, 0.5);
    }

    @Test
    public void answersGoWrongByFaultsOfTheirVersionToo() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        site.sandbox.faults().put(Fault.about(Fault.Kind.OVERLOADED_TASKS, "web:1"));
        try (Load load = load(50)) {
            site.time.advance(Duration.ofSeconds(20));
            assertEquals("two tasks bear ten a second", 0.8, (double) load.failed() / load.sent(), 0.05);
            site.sandbox.faults().clear();
            long before = load.failed();
            site.time.advance(Duration.ofSeconds(20));
            assertEquals(before, load.failed(), 40);
        }
    }

    @Test
    public void aLeakOfConnectionsShowsAtTheDatabase() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        String definition = site.ecs.registerTaskDefinition(d -> d.family("job").networkMode("awsvpc").cpu("256").memory("512")
                .containerDefinitions(c -> c.name("job").image(Site.IMAGE + "leaking:1")
                        .environment(e -> e.name("SANDBOX_DATABASE").value("shop")))).taskDefinition().taskDefinitionArn();
        Instant from = site.time.now();
        site.ecs.runTask(r -> r.cluster("production").taskDefinition(definition)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a"))));
        site.time.advance(Duration.ofMinutes(15));
        List<Double> connections = cloudWatch.getMetricData(g -> g.startTime(from).endTime(site.time.now()).scanBy("TimestampAscending")
                .metricDataQueries(q -> q.id("m").metricStat(s -> s.period(60).stat("Average").metric(m -> m.namespace("AWS/RDS")
                        .metricName("DatabaseConnections").dimensions(d -> d.name("DBClusterIdentifier").value("shop"))))))
                .metricDataResults().get(0).values();
        assertEquals(20 * 5, connections.get(9) - connections.get(4), 2);
    }

    @Test
    public void hostCountsTellHowManyTargetsAreHealthy() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        Instant from = site.time.now();
        site.release(Site.IMAGE + "unhealthy:2");
        site.time.advance(Duration.ofMinutes(10));
        List<Double> blue = sums("HealthyHostCount", "Minimum", site.blue, from);
        assertEquals(2, blue.get(blue.size() - 1), 0);
        List<Double> green = sums("HealthyHostCount", "Maximum", site.green, from);
        assertTrue(green.toString(), green.stream().allMatch(count -> count == 0));
    }
}
