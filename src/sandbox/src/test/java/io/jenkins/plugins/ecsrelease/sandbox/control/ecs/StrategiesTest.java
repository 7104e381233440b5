package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/** What differs between the strategies, and what ends a deployment early. */
public class StrategiesTest {

    @Rule
    public final Site site = new Site();

    /** The weights of the new target group while a deployment runs, each once. */
    private List<Integer> weightsUntilOver(String arn) {
        List<Integer> seen = new ArrayList<>();
        site.until(() -> {
            int weight = site.weights().getOrDefault(site.green, 0);
            if (seen.isEmpty() || seen.get(seen.size() - 1) != weight) {
                seen.add(weight);
            }
            return site.deployment(arn).finishedAt() != null;
        });
        return seen;
    }

    @Test
    public void aCanaryGivesAShareFirstAndThenEverything() {
        site.serve(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(5.0).canaryBakeTimeInMinutes(2)));
        String arn = site.release(Site.IMAGE + "web:2");
        assertEquals(List.of(0, 5, 100), weightsUntilOver(arn));
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
    }

    @Test
    public void linearMovesInEqualSteps() {
        site.serve(how -> how.strategy("LINEAR").linearConfiguration(l -> l.stepPercent(25.0).stepBakeTimeInMinutes(1)));
        String arn = site.release(Site.IMAGE + "web:2");
        assertEquals(List.of(0, 25, 50, 75, 100), weightsUntilOver(arn));
    }

    @Test
    public void tenthsOfAPercentAreKept() {
        site.serve(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(0.1).canaryBakeTimeInMinutes(1)));
        site.release(Site.IMAGE + "web:2");
        site.untilStage("PRODUCTION_TRAFFIC_SHIFT");
        assertEquals(Map.of(site.green, 1, site.blue, 999), site.weights());
        assertEquals(0.1, site.deployment().targetServiceRevision().requestedProductionTrafficWeight(), 0);
    }

    @Test
    public void aServiceWithoutALoadBalancerGoesThroughTheSameStages() {
        String definition = site.define(Site.IMAGE + "web:1");
        site.ecs.createService(s -> s.cluster("production").serviceName("web").taskDefinition(definition).desiredCount(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(1)));
        site.untilOver(site.service().currentServiceDeployment());
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilStage("BAKE_TIME");
        assertEquals(2, site.service().runningCount().intValue());
        site.untilOver(arn);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(1, site.service().runningCount().intValue());
    }

    private void rolling(java.util.function.Consumer<DeploymentConfiguration.Builder> how) {
        site.serve(d -> how.accept(d.strategy("ROLLING")));
    }

    @Test
    public void rollingReplacesTasksAndTellsItInTheListOfDeployments() {
        rolling(how -> {});
        String arn = site.release(Site.IMAGE + "web:2");
        site.time.advance(Duration.ofSeconds(5));
        List<Deployment> deployments = site.service().deployments();
        assertEquals(List.of("PRIMARY", "ACTIVE"), deployments.stream().map(Deployment::status).toList());
        assertEquals("IN_PROGRESS", deployments.get(0).rolloutStateAsString());
        site.until(() -> {
            int running = site.service().runningCount();
            assertTrue("at least two run all the time, not " + running, running >= 2);
            return site.deployment(arn).finishedAt() != null;
        });
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(1, site.service().deployments().size());
        assertEquals("COMPLETED", site.service().deployments().get(0).rolloutStateAsString());
    }

    @Test
    public void theCircuitBreakerTakesARollingDeploymentBack() {
        rolling(how -> how.deploymentCircuitBreaker(b -> b.enable(true).rollback(true)));
        String before = site.service().taskDefinition();
        String arn = site.release("public.ecr.aws/sandbox/nothing:2");
        site.untilOver(arn);
        ServiceDeployment over = site.deployment(arn);
        assertEquals("ROLLBACK_SUCCESSFUL", over.statusAsString());
        assertEquals("TRIGGERED", over.deploymentCircuitBreaker().statusAsString());
        assertEquals(3, over.deploymentCircuitBreaker().threshold().intValue());
        assertEquals(before, site.service().taskDefinition());
        Deployment primary = site.service().deployments().get(0);
        assertTrue(primary.rolloutStateReason(), primary.rolloutStateReason().contains("rolling back to deploymentId"));
        assertEquals(before, primary.taskDefinition());
    }

    @Test
    public void withoutRollbackTheBreakerLeavesTheDeploymentStopped() {
        rolling(how -> how.deploymentCircuitBreaker(b -> b.enable(true).rollback(false)));
        String arn = site.release(Site.IMAGE + "crashing:2");
        site.untilOver(arn);
        assertEquals("STOPPED", site.deployment(arn).statusAsString());
        assertEquals("FAILED", site.service().deployments().get(0).rolloutStateAsString());
    }

    @Test
    public void aFirstDeploymentThatFailsHasNothingToGoBackTo() {
        String definition = site.define(Site.IMAGE + "crashing:1");
        site.ecs.createService(s -> s.cluster("production").serviceName("web").taskDefinition(definition).desiredCount(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .deploymentConfiguration(d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
        String arn = site.service().currentServiceDeployment();
        site.untilOver(arn);
        assertEquals("STOPPED", site.deployment(arn).statusAsString());
    }

    private CloudWatchClient alarm() {
        CloudWatchClient cloudWatch = Clients.of(site.sandbox).client(CloudWatchClient.class);
        cloudWatch.putMetricAlarm(a -> a.alarmName("web-5xx").namespace("shop").metricName("errors").statistic("Sum").period(60)
                .evaluationPeriods(1).threshold(5.0).comparisonOperator("GreaterThanThreshold").treatMissingData("notBreaching"));
        site.time.advance(Duration.ofMinutes(1));
        return cloudWatch;
    }

    @Test
    public void anAlarmThatGoesOffWhileItBakesTakesItBack() {
        CloudWatchClient cloudWatch = alarm();
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10)
                .alarms(a -> a.alarmNames("web-5xx").enable(true).rollback(true)));
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilStage("BAKE_TIME");
        assertEquals("MONITORING", site.deployment(arn).alarms().statusAsString());
        cloudWatch.putMetricData(p -> p.namespace("shop").metricData(d -> d.metricName("errors").value(50.0)));
        site.untilOver(arn);
        assertEquals("ROLLBACK_SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(List.of("web-5xx"), site.deployment(arn).alarms().triggeredAlarmNames());
        assertEquals(Map.of(site.blue, 100), site.weights());
    }

    @Test
    public void anAlarmThatIsRedBeforeTheStartIsIgnored() {
        CloudWatchClient cloudWatch = alarm();
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1)
                .alarms(a -> a.alarmNames("web-5xx").enable(true).rollback(true)));
        cloudWatch.setAlarmState(s -> s.alarmName("web-5xx").stateValue("ALARM").stateReason("a test"));
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilOver(arn);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals("DISABLED", site.deployment(arn).alarms().statusAsString());
    }

    @Test
    public void abortLeavesEverythingWhereItIs() {
        site.serve(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(20.0).canaryBakeTimeInMinutes(10)));
        String arn = site.release(Site.IMAGE + "web:2");
        site.until(() -> site.weights().size() == 2);
        site.ecs.stopServiceDeployment(s -> s.serviceDeploymentArn(arn).stopType("ABORT"));
        site.untilOver(arn);
        assertEquals("STOPPED", site.deployment(arn).statusAsString());
        assertEquals(Map.of(site.blue, 80, site.green, 20), site.weights());
    }

    @Test
    public void autoscalingInTheMiddleOfADeploymentHoldsForBothRevisions() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilStage("BAKE_TIME");
        site.ecs.updateService(u -> u.cluster("production").service("web").desiredCount(3));
        assertEquals(arn, site.service().currentServiceDeployment());
        site.until(() -> site.service().runningCount() == 6);
        site.untilOver(arn);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(3, site.service().runningCount().intValue());
    }

    @Test
    public void scaledToZeroADeploymentSucceedsWithoutTasks() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        site.ecs.updateService(u -> u.cluster("production").service("web").desiredCount(0));
        site.until(() -> site.service().runningCount() == 0);
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilOver(arn);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
        assertFalse(site.service().events().isEmpty());
    }
}
