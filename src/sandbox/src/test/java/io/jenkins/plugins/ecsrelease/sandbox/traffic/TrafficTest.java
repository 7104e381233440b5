package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Site;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;

/** Real requests through the load balancer while a service is deployed and rolled back, time running 60 times as fast. */
public class TrafficTest {

    @Rule
    public final Site site = new Site(60);

    private URI url() {
        return URI.create(site.elb.describeListenerAttributes(d -> d.listenerArn(site.listener)).attributes().get(0).value());
    }

    private void await(String status) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
                .until(() -> site.deployment().statusAsString().equals(status));
    }

    private void awaitStage(String stage) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20))
                .until(() -> stage.equals(site.deployment().lifecycleStageAsString()));
    }

    @Test
    public void noRequestFailsWhileTrafficShiftsAndBothVersionsAnswer() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        try (Load load = Load.perSecond(url(), site.sandbox.world().time(), 200)) {
            site.release(Site.IMAGE + "web:2");
            await("SUCCESSFUL");
            Awaitility.await().until(() -> load.answers().getOrDefault("web:2", 0L) > 100);
            assertEquals(load.failures().toString(), 0, load.failed());
            assertTrue(load.answers().toString(), load.answers().get("web:1") > 100);
        }
    }

    @Test
    public void noRequestFailsWhileADeploymentRollsBack() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10));
        try (Load load = Load.perSecond(url(), site.sandbox.world().time(), 200)) {
            String arn = site.release(Site.IMAGE + "web:2");
            awaitStage("BAKE_TIME");
            site.ecs.stopServiceDeployment(s -> s.serviceDeploymentArn(arn).stopType("ROLLBACK"));
            await("ROLLBACK_SUCCESSFUL");
            assertEquals(load.failures().toString(), 0, load.failed());
            assertTrue(load.sent() > 100);
        }
    }

    @Test
    public void noRequestFailsInTheStepsOfACanaryAndOfALinearDeployment() {
        site.serve(how -> how.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(10.0).canaryBakeTimeInMinutes(1)));
        try (Load load = Load.perSecond(url(), site.sandbox.world().time(), 200)) {
            site.release(Site.IMAGE + "web:2");
            await("SUCCESSFUL");
            site.ecs.updateService(u -> u.cluster("production").service("web").deploymentConfiguration(
                    d -> d.strategy("LINEAR").linearConfiguration(l -> l.stepPercent(25.0).stepBakeTimeInMinutes(1))));
            site.release(Site.IMAGE + "web:3");
            await("SUCCESSFUL");
            Awaitility.await().until(() -> load.answers().getOrDefault("web:3", 0L) > 20);
            assertEquals(load.failures().toString(), 0, load.failed());
        }
    }

    @Test
    public void noRequestFailsWhileTheCircuitBreakerTakesTasksBack() {
        site.serve(how -> how.strategy("ROLLING").deploymentCircuitBreaker(b -> b.enable(true).rollback(true)));
        try (Load load = Load.perSecond(url(), site.sandbox.world().time(), 200)) {
            site.release("public.ecr.aws/sandbox/nothing:2");
            await("ROLLBACK_SUCCESSFUL");
            assertEquals(load.failures().toString(), 0, load.failed());
        }
    }

    @Test
    public void tasksThatCrashUnderTrafficAreSeenAsErrorsOfTheLoadBalancer() {
        site.serve(how -> how.strategy("ROLLING"));
        try (Load load = Load.perSecond(url(), site.sandbox.world().time(), 200)) {
            String definition = site.define(Site.IMAGE + "web:2", "SANDBOX_CRASH_AFTER", "30");
            site.ecs.updateService(u -> u.cluster("production").service("web").taskDefinition(definition));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> load.failed() > 0);
            assertTrue(load.failures().toString(), load.failures().get(0).contains("502 Bad Gateway"));
        }
    }

    @Test
    public void noRequestFailsWhileTasksAreReplacedOneByOne() {
        site.serve(how -> how.strategy("ROLLING"));
        try (Load load = Load.perSecond(url(), site.sandbox.world().time(), 200)) {
            site.release(Site.IMAGE + "web:2");
            await("SUCCESSFUL");
            assertEquals(load.failures().toString(), 0, load.failed());
        }
    }
}
