package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import org.junit.Test;

/** A deploymentConfiguration that is borrowed for one deployment, and put back. */
public class SetupsTest {

    private static final String OWN = """
            {"strategy":"CANARY","bakeTimeInMinutes":30,"newThing":{"a":1},
             "canaryConfiguration":{"canaryPercent":5.0,"canaryBakeTimeInMinutes":10},
             "alarms":{"alarmNames":["web-5xx"],"enable":true,"rollback":true},
             "lifecycleHooks":[{"targetType":"PAUSE","lifecycleStages":["POST_TEST_TRAFFIC_SHIFT"]}]}""";

    @Test
    public void theFastWayHasNoStepNoBakeNoPauseAndNoAlarm() {
        Setup fast = Setups.fast(service("CANARY", OWN));
        JsonNode sent = Setups.read(fast.sent());
        assertEquals("BLUE_GREEN", sent.path("strategy").asText());
        assertEquals(0, sent.path("bakeTimeInMinutes").asInt());
        assertTrue(sent.path("lifecycleHooks").isArray() && sent.path("lifecycleHooks").isEmpty());
        assertFalse(sent.path("alarms").path("enable").asBoolean());
        assertFalse(sent.has("canaryConfiguration"));
        assertEquals("what nobody knows stays", 1, sent.path("newThing").path("a").asInt());
        assertEquals(0, fast.waits().total());
    }

    @Test
    public void theFastWayOfARollingServiceStaysRolling() {
        Setup fast = Setups.fast(service("ROLLING",
                "{\"strategy\":\"ROLLING\",\"maximumPercent\":200,\"deploymentCircuitBreaker\":{\"enable\":true,\"rollback\":true}}"));
        JsonNode sent = Setups.read(fast.sent());
        assertEquals("ROLLING", sent.path("strategy").asText());
        assertFalse("a breaker would go back to what is to be left", sent.path("deploymentCircuitBreaker").path("enable").asBoolean());
    }

    @Test
    public void whatWasBorrowedIsKnownAgainAndSomeoneElsesIsNot() {
        Setup fast = Setups.fast(service("CANARY", OWN));
        assertTrue(Setups.borrowed(fast.sent(), fast));
        assertFalse(Setups.restored(fast.sent(), OWN));
        assertTrue(Setups.restored(OWN, OWN));
        assertTrue("ECS may add members", Setups.restored(OWN.replaceFirst("\\{", "{\"maximumPercent\":200,"), OWN));
        assertFalse(Setups.borrowed(OWN.replace("CANARY", "LINEAR"), fast));
    }

    @Test
    public void hooksThatWereNotThereGoAgain() {
        String own = "{\"strategy\":\"BLUE_GREEN\",\"bakeTimeInMinutes\":5}";
        Setup setup = new Setup("BLUE_GREEN", own, own.replaceFirst("}$", ",\"lifecycleHooks\":[{\"targetType\":\"PAUSE\"}]}"), null, null, null);
        assertTrue(Setups.restoring(setup).path("lifecycleHooks").isArray());
        assertFalse(Setups.restored(setup.sent(), own));
        assertTrue(Setups.restored(own.replaceFirst("}$", ",\"lifecycleHooks\":[]}"), own));
    }

    @Test
    public void theWaitsOfEachStrategy() {
        assertEquals(40, LiveService.waits(Setups.read(OWN), "CANARY").total());
        assertEquals(30, LiveService.waits(Setups.read(OWN), "BLUE_GREEN").total());
        assertEquals(0, LiveService.waits(Setups.read(OWN), "ROLLING").total());
        assertEquals("nine steps of six minutes", 54 + 30,
                LiveService.waits(Setups.read("{\"bakeTimeInMinutes\":30}"), "LINEAR").total());
    }

    private static LiveService service(String strategy, String configuration) {
        LiveService one = Given.service("ACTIVE", "ECS", strategy, 3, 3, Given.OLD);
        return new LiveService(one.arn(), one.clusterArn(), one.name(), one.status(), one.controller(), one.desired(), one.running(),
                one.pending(), one.taskDefinition(), configuration, strategy, one.waits(), one.alarms(), one.alarmsEnabled(),
                one.currentDeployment(), one.balancers(), one.subnets(), one.securityGroups(), one.publicAddress(), one.rollouts(),
                one.taskSets(), one.events());
    }
}
