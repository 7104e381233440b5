package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** A probe through the test listener guards the way of production traffic. */
public class GuardTrialTest {

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void productionTrafficMovesOnlyAfterTheProbeHasPassedAndNobodyIsAsked() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(probe(200))));
        shop.trial.until("the probe was asked", () -> shop.said().stream().anyMatch(line -> line.contains("answered 200")));
        assertEquals("no production traffic before it", Map.of(shop.blue, 100), shop.weights());
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertTrue("what guarded is gone", shop.service().deploymentConfiguration().lifecycleHooks().isEmpty());
    }

    @Test
    public void aProbeThatFailsTakesItBackBeforeAnyProductionTraffic() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(probe(418))));
        while (shop.trial.ended("trial").isEmpty()) {
            shop.advance(java.time.Duration.ofSeconds(1));
            assertEquals("production traffic has moved", Map.of(shop.blue, 100), shop.weights());
        }
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("418 wanted"));
        assertFalse(shop.said().toString(), shop.said().stream().anyMatch(line -> line.contains("PRODUCTION_TRAFFIC_SHIFT") && !line.contains("ROLLBACK")));
    }

    private Check probe(int expected) {
        return new Http(shop.testUrl().resolve("/health").toString(), "test", expected, Map.of(), 5, Limits.bearing(10, 0, false));
    }
}
