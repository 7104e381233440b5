package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** A build that is stopped: wherever it stands, AWS is left as the policy says, and the message says what was left. */
public class AbortTrialTest {

    @Rule
    public final Shop shop = new Shop();

    private void serve() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
    }

    private BlueGreenOrder two() {
        return shop.order(Shop.image("web", '2'));
    }

    private Outcome stopped(String about) {
        shop.trial.signal("trial", Signal.Kind.STOP, about);
        return shop.trial.untilEnded("trial");
    }

    @Test
    public void inAnyStageItIsTakenBack() {
        for (String stage : List.of("SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME")) {
            Shop other = new Shop();
            other.before();
            try {
                other.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
                String before = other.service().taskDefinition();
                other.begin(other.order(Shop.image("web", '2')));
                other.untilStage(stage);
                other.trial.stop();
                Outcome outcome = other.trial.untilEnded("trial");
                assertEquals(stage + outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
                assertTrue(outcome.message(), outcome.message().contains("stopped by alice"));
                assertTrue(outcome.message(), outcome.message().contains("web in shop runs " + Course.nameOf(before) + " again"));
                assertEquals(before, other.service().taskDefinition());
                assertEquals(Map.of(other.blue, 100), other.weights());
            } finally {
                other.after();
            }
        }
    }

    @Test
    public void inAHoldItIsTakenBackThroughThePause() {
        serve();
        shop.begin(two().heldAt("beforeTraffic"));
        shop.trial.until("it is held", () -> shop.said().stream().anyMatch(line -> line.contains("ECS holds the deployment")));
        Outcome outcome = stopped("abort");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue("its own configuration is back", shop.service().deploymentConfiguration().lifecycleHooks().isEmpty());
    }

    /** Reads lag: the abort finds a deployment that is over already, though ECS does not say so yet. */
    @Test
    public void anAbortThatComesTooLateForEcsIsFollowedUntilTheOldVersionServesAgain() {
        serve();
        String before = shop.service().taskDefinition();
        shop.sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "ecs", "DescribeServiceDeployments").lasting(Duration.ofSeconds(30)));
        shop.begin(two());
        shop.trial.until("the release is over", () -> shop.deployments().size() == 2 && shop.newest().equals("SUCCESSFUL"));
        shop.trial.stop();
        shop.trial.until("it is deployed back", () -> shop.said().stream().anyMatch(line -> line.contains("is deployed again")));
        shop.sandbox.faults().clear();
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("stopped by alice"));
        assertEquals(before, shop.service().taskDefinition());
        assertEquals("the abort does not take the way back itself back", 1,
                shop.said().stream().filter(line -> line.contains("ECS did not take the order to roll back")).count());
        assertEquals("the way back was gone to its end", "SUCCESSFUL", shop.newest());
        assertEquals(3, shop.deployments().size());
    }

    @Test
    public void itIsLeftWhereThatIsAskedAndHowToTakeItBackIsSaid() {
        serve();
        shop.begin(two().policies("", "leave", "", ""));
        shop.untilStage("BAKE_TIME");
        Outcome outcome = stopped("abort");
        assertEquals(Verdict.STOPPED, outcome.verdict());
        String deployment = (String) outcome.result().get(Result.DEPLOYMENT);
        assertTrue(outcome.message(), outcome.message().contains(deployment + " of shop-web:2 was left as it is")
                && outcome.message().contains("ecsRollback") && outcome.message().contains("aws ecs stop-service-deployment"));
        shop.advance(Duration.ofMinutes(10));
        assertEquals("SUCCESSFUL", shop.status(deployment));
        assertEquals(0, shop.changes("StopServiceDeployment"));
    }

    @Test
    public void aBuildThatANewerOneDisplacedLeavesThoughItsPolicyIsToRollBack() {
        serve();
        shop.begin(two());
        shop.untilStage("BAKE_TIME");
        Outcome outcome = stopped("displaced");
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("was left as it is"));
        assertEquals(0, shop.changes("StopServiceDeployment"));
    }

    @Test
    public void beforeEcsIsToldNothingIsDeployedAndWhatWasRegisteredIsSaid() {
        serve();
        String before = shop.service().taskDefinition();
        shop.sandbox.faults().put(Fault.every(Fault.Kind.THROTTLE, "ecs", "UpdateService"));
        shop.begin(two());
        shop.trial.until("it is about to", () -> shop.trial.engine().journal("trial").orElseThrow().phase().equals("update"));
        Outcome outcome = stopped("abort");
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains(Course.nameOf(before) + " serves on, and shop-web:2 stays registered, unused"));
        assertEquals(0, shop.changes("UpdateService"));
    }

    @Test
    public void whilePlanningNothingWasChanged() {
        serve();
        shop.sandbox.faults().put(Fault.every(Fault.Kind.THROTTLE, "ecs", "DescribeTaskDefinition"));
        shop.begin(two());
        shop.advance(Duration.ofSeconds(5));
        Outcome outcome = stopped("abort");
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("nothing was changed"));
        assertEquals(0, shop.changes("RegisterTaskDefinition"));
    }
}
