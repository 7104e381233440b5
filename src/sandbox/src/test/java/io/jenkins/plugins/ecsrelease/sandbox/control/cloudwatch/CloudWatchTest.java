package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.*;

/** Metrics and alarms as clients see them. */
public class CloudWatchTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"));
    private Sandbox sandbox;
    private CloudWatchClient cloudWatch;

    @Before
    public void start() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        cloudWatch = Clients.of(sandbox).client(CloudWatchClient.class);
    }

    @After
    public void stop() {
        sandbox.close();
    }

    private void put(String metric, double... values) {
        for (double value : values) {
            cloudWatch.putMetricData(p -> p.namespace("shop").metricData(d -> d.metricName(metric).value(value)));
        }
    }

    private static MetricDataQuery stat(String id, String metric, String statistic) {
        return MetricDataQuery.builder().id(id).returnData(false).metricStat(s -> s.period(60).stat(statistic)
                .metric(m -> m.namespace("shop").metricName(metric))).build();
    }

    private List<Double> evaluate(String expression, MetricDataQuery... metrics) {
        List<MetricDataQuery> queries = new ArrayList<>(List.of(metrics));
        queries.add(MetricDataQuery.builder().id("result").expression(expression).build());
        return cloudWatch.getMetricData(g -> g.startTime(Instant.parse("2026-11-23T08:00:00Z")).endTime(time.now())
                .scanBy(ScanBy.TIMESTAMP_ASCENDING).metricDataQueries(queries)).metricDataResults().get(0).values();
    }

    @Test
    public void percentilesComeFromTheValuesOfAPeriod() {
        cloudWatch.putMetricData(p -> p.namespace("shop").metricData(
                d -> d.metricName("latency").values(0.1, 0.2, 0.9).counts(90.0, 9.0, 1.0)));
        time.advance(Duration.ofMinutes(1));
        assertEquals(List.of(0.2), evaluate("l", stat("l", "latency", "p99")));
        assertEquals(List.of(0.1), evaluate("l", stat("l", "latency", "p50")));
        assertEquals(List.of(100.0), evaluate("l", stat("l", "latency", "SampleCount")));
    }

    @Test
    public void expressionsSkipMinutesWithoutDataUnlessTheyAreFilled() {
        put("errors", 2);
        put("requests", 100);
        time.advance(Duration.ofMinutes(1));
        put("requests", 50);
        time.advance(Duration.ofMinutes(1));
        MetricDataQuery errors = stat("errors", "errors", "Sum");
        MetricDataQuery requests = stat("requests", "requests", "Sum");
        assertEquals(List.of(2.0), evaluate("100 * errors / requests", errors, requests));
        assertEquals(List.of(2.0, 0.0), evaluate("100 * FILL(errors, 0) / requests", errors, requests));
        assertEquals(List.of(2.0, 0.0), evaluate("IF(requests > 60, 100 * FILL(errors, 0) / requests, 0)", errors, requests));
        assertEquals(List.of(102.0, 50.0), evaluate("SUM(METRICS())", errors, requests));
    }

    @Test
    public void aDivisionByZeroIsNoDataPoint() {
        put("errors", 1);
        put("requests", 0);
        time.advance(Duration.ofMinutes(1));
        assertEquals(List.of(), evaluate("errors / requests", stat("errors", "errors", "Sum"), stat("requests", "requests", "Sum")));
    }

    @Test
    public void anExpressionThatRefersToNothingIsRefused() {
        time.advance(Duration.ofMinutes(1));
        CloudWatchException refused = assertThrows(CloudWatchException.class, () -> evaluate("nothing + 1"));
        assertTrue(refused.getMessage(), refused.getMessage().contains("nothing"));
    }

    private void alarm(String missing, Consumer<PutMetricAlarmRequest.Builder> more) {
        cloudWatch.putMetricAlarm(a -> more.accept(a.alarmName("errors").namespace("shop").metricName("errors").statistic("Sum")
                .period(60).evaluationPeriods(2).threshold(5.0).comparisonOperator("GreaterThanThreshold").treatMissingData(missing)));
    }

    private String state() {
        return cloudWatch.describeAlarms(d -> d.alarmNames("errors")).metricAlarms().get(0).stateValueAsString();
    }

    @Test
    public void anAlarmNeedsAllItsPeriodsToBreach() {
        alarm("notBreaching", a -> {});
        put("errors", 9);
        time.advance(Duration.ofMinutes(2));
        assertEquals("OK", state());
        put("errors", 9);
        time.advance(Duration.ofMinutes(1));
        put("errors", 9);
        time.advance(Duration.ofMinutes(2));
        assertEquals("ALARM", state());
        time.advance(Duration.ofMinutes(8));
        assertEquals("OK", state());
    }

    @Test
    public void missingDataIsTreatedAsTheAlarmSays() {
        alarm("missing", a -> {});
        time.advance(Duration.ofMinutes(2));
        assertEquals("INSUFFICIENT_DATA", state());
        alarm("breaching", a -> {});
        time.advance(Duration.ofMinutes(2));
        assertEquals("ALARM", state());
        alarm("ignore", a -> {});
        time.advance(Duration.ofMinutes(2));
        assertEquals("ALARM", state());
    }

    @Test
    public void aSetStateHoldsUntilTheAlarmIsJudgedNext() {
        alarm("notBreaching", a -> {});
        time.advance(Duration.ofMinutes(2));
        cloudWatch.setAlarmState(s -> s.alarmName("errors").stateValue("ALARM").stateReason("a test"));
        assertEquals("ALARM", state());
        time.advance(Duration.ofMinutes(2));
        assertEquals("OK", state());
    }

    @Test
    public void aCompositeAlarmFollowsItsChildren() {
        alarm("notBreaching", a -> {});
        cloudWatch.putMetricAlarm(a -> a.alarmName("latency").namespace("shop").metricName("latency").statistic("Average")
                .period(60).evaluationPeriods(1).threshold(1.0).comparisonOperator("GreaterThanThreshold"));
        cloudWatch.putCompositeAlarm(c -> c.alarmName("shop").alarmRule("ALARM(\"errors\") OR (ALARM(latency) AND NOT OK(errors))"));
        time.advance(Duration.ofMinutes(1));
        assertEquals("OK", composite());
        cloudWatch.setAlarmState(s -> s.alarmName("errors").stateValue("ALARM").stateReason("a test"));
        assertEquals("ALARM", composite());
        assertThrows(CloudWatchException.class,
                () -> cloudWatch.putCompositeAlarm(c -> c.alarmName("bad").alarmRule("ALARM(nobody)")));
    }

    private String composite() {
        return cloudWatch.describeAlarms(d -> d.alarmTypes(AlarmType.COMPOSITE_ALARM)).compositeAlarms().get(0).stateValueAsString();
    }

    @Test
    public void aFaultKeepsAnAlarmRed() {
        alarm("notBreaching", a -> {});
        sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "errors"));
        time.advance(Duration.ofMinutes(5));
        assertEquals("ALARM", state());
    }
}
