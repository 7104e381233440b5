package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Load;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** Releases judged by real requests through the load balancer, ten in a second of the sandbox's time. */
public class HealthTrialTest {

    private static final List<Check> ERRORS = List.of(new HttpErrors(1, false, 20, Limits.bearing(60, 1, false)));

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void aVersionThatFailsTwoRequestsInAHundredIsTakenBackWhileItIsACanary() {
        canary();
        String before = shop.service().taskDefinition();
        try (Load load = load()) {
            Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("failing", '2')).checkedBy(ERRORS));
            assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
            assertTrue(outcome.message(), outcome.message().contains("requests failed"));
            assertEquals(before, shop.service().taskDefinition());
            double share = 100.0 * load.failed() / load.sent();
            System.out.printf("A canary of 50 %% that fails 2 %% of its requests cost %.2f %% of all: %d of %d%n",
                    share, load.failed(), load.sent());
            assertTrue("share of requests that failed: " + share, share < 1);
        }
    }

    @Test
    public void aHealthyVersionPassesTheSameCheckAndNoRequestFails() {
        canary();
        try (Load load = load()) {
            Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).checkedBy(ERRORS));
            assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
            assertEquals(load.failures().toString(), 0, load.failed());
        }
    }

    @Test
    public void withoutTrafficNothingIsProven() {
        canary();
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).checkedBy(ERRORS));
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("no data"));
        shop.trial.begin("accepted", shop.blueGreen,
                shop.order(Shop.image("web", '3')).checkedBy(ERRORS).policies("", "", "", "accept"));
        assertEquals(Verdict.SUCCEEDED, shop.trial.untilEnded("accepted").verdict());
    }

    private void canary() {
        shop.serve(how -> how.strategy("CANARY").bakeTimeInMinutes(3)
                .canaryConfiguration(c -> c.canaryPercent(50.0).canaryBakeTimeInMinutes(8)));
        assertEquals(Map.of(shop.blue, 100), shop.weights());
    }

    private Load load() {
        return Load.perSandboxSecond(shop.url(), shop.time, 10);
    }
}
