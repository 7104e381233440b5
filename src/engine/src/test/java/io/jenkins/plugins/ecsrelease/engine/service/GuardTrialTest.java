package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

/** Several builds of one controller that want the same service. */
public class GuardTrialTest {

    @Rule
    public final Shop shop = new Shop();

    private BlueGreenOrder version(char digit) {
        return shop.order(Shop.image("web", digit));
    }

    private void begin(String id, BlueGreenOrder order) {
        shop.trial.begin(id, shop.blueGreen, order);
    }

    /** A release that is planned, and whose UpdateService AWS throttles for as long as the fault lasts. */
    private void beginAndStandBeforeUpdateService(String id, char digit) {
        shop.sandbox.faults().put(Fault.every(Fault.Kind.THROTTLE, "ecs", "UpdateService"));
        begin(id, version(digit));
        shop.trial.until("it is about to update", () -> phase(id).equals("update"));
    }

    private String phase(String id) {
        return shop.trial.engine().journal(id).orElseThrow().phase();
    }

    @Test
    public void ofTwoBuildsAtTheSameInstantOneDeploysAndTheOtherIsRefusedWithItsName() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        begin("one", version('2'));
        begin("two", version('3'));
        List<Outcome> outcomes = Stream.of("one", "two").map(shop.trial::untilEnded).toList();
        assertEquals(1, outcomes.stream().filter(outcome -> outcome.verdict() == Verdict.SUCCEEDED).count());
        Outcome refused = outcomes.stream().filter(outcome -> outcome.verdict() == Verdict.STOPPED).findFirst().orElseThrow();
        assertTrue(refused.message(), refused.message().contains("web in shop is being released by shop #7, which stands at: ")
                && refused.message().contains("onConflict: 'wait'") && refused.message().contains("Nothing was changed"));
        assertEquals(1, shop.changes("RegisterTaskDefinition"));
        assertEquals(1, shop.changes("UpdateService"));
    }

    @Test
    public void theSecondWaitsForTheFirstWhereThatIsAsked() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        begin("one", version('2').policies("", "", "wait", ""));
        begin("two", version('3').policies("", "", "wait", ""));
        Outcome one = shop.trial.untilEnded("one");
        Outcome two = shop.trial.untilEnded("two");
        assertEquals(one.message(), Verdict.SUCCEEDED, one.verdict());
        assertEquals(two.message(), Verdict.SUCCEEDED, two.verdict());
        assertEquals(2, shop.changes("UpdateService"));
        // Whichever was first, the other planned on what it had put in place.
        assertTrue(Shop.definition(one).equals(two.result().get(Result.PREVIOUS_TASK_DEFINITION))
                || Shop.definition(two).equals(one.result().get(Result.PREVIOUS_TASK_DEFINITION)));
    }

    @Test
    public void anotherServiceIsNoConflict() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        String worker = shop.define(Shop.web(Shop.image("web", '1')));
        shop.ecs.createService(s -> s.cluster("shop").serviceName("worker").taskDefinition(worker).desiredCount(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(1)));
        shop.advance(Duration.ofMinutes(2));
        begin("web", version('2'));
        begin("worker", BlueGreenOrder.of("shop#8", "shop", "worker", Map.of("web", Shop.image("web", '2'))));
        assertEquals(Verdict.SUCCEEDED, shop.trial.untilEnded("web").verdict());
        Outcome worked = shop.trial.untilEnded("worker");
        assertEquals(worked.message(), Verdict.SUCCEEDED, worked.verdict());
    }

    @Test
    public void theGuardHoldsAcrossARestartUntilItsBuildIsBackOrGivenUp() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        beginAndStandBeforeUpdateService("first", '2');
        shop.trial.kill();
        begin("second", version('3'));
        Outcome refused = shop.trial.untilEnded("second");
        assertEquals(refused.message(), Verdict.STOPPED, refused.verdict());
        shop.sandbox.faults().clear();
        shop.advance(Duration.ofMinutes(11));
        begin("third", version('4'));
        Outcome third = shop.trial.untilEnded("third");
        assertEquals(third.message(), Verdict.SUCCEEDED, third.verdict());
        // The first comes back after all: it sees what happened, and deploys nothing.
        shop.trial.follow("first");
        Outcome first = shop.trial.untilEnded("first");
        assertEquals(first.message(), Verdict.STOPPED, first.verdict());
        assertTrue(first.message(), first.message().contains("Someone else changed"));
        assertEquals(1, shop.changes("UpdateService"));
    }

    @Test
    public void aBuildThatNobodyFollowsAnyMoreHoldsNothing() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        beginAndStandBeforeUpdateService("killed", '2');
        shop.trial.alive(false);
        shop.advance(Duration.ofMinutes(2));
        shop.trial.alive(true);
        shop.sandbox.faults().clear();
        begin("next", version('3'));
        assertEquals(Verdict.SUCCEEDED, shop.trial.untilEnded("next").verdict());
        assertEquals(1, shop.changes("UpdateService"));
    }

    @Test
    public void aRollbackMakesAReleaseThatHasNotBegunStopAndGoesAhead() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        assertEquals(Verdict.SUCCEEDED, shop.release(Shop.image("web", '2')).verdict());
        beginAndStandBeforeUpdateService("release", '3');
        shop.trial.begin("rollback", shop.rollback, RollbackOrder.of("shop#9", "shop", "web"));
        Outcome stopped = shop.trial.untilEnded("release");
        assertEquals(stopped.message(), Verdict.STOPPED, stopped.verdict());
        assertTrue(stopped.message(), stopped.message().contains("Stopped by shop #7 before ECS was told to deploy")
                && stopped.message().contains("stays registered, unused"));
        shop.sandbox.faults().clear();
        Outcome back = shop.trial.untilEnded("rollback");
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
        assertTrue(shop.said().toString(), shop.said().stream().anyMatch(line -> line.contains("it is told to stop")));
    }

    @Test
    public void anOlderBuildDoesNotOvertakeANewerOneOfItsJob() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        begin("newer", version('3').labelled(Map.of("build", "shop/main#42")));
        String live = Shop.definition(shop.trial.untilEnded("newer"));
        begin("older", version('2').labelled(Map.of("build", "shop/main#41")));
        Outcome older = shop.trial.untilEnded("older");
        assertEquals(older.message(), Verdict.SUPERSEDED, older.verdict());
        assertTrue(older.message(), older.message().contains("newer build #42") && older.message().contains("Nothing was changed"));
        assertEquals(live, shop.service().taskDefinition());
        begin("other", version('4').labelled(Map.of("build", "shop/hotfix#3")));
        assertEquals(Verdict.SUCCEEDED, shop.trial.untilEnded("other").verdict());
    }

    @Test
    public void aConflictSaysWhoseDeploymentIsInFlight() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        begin("one", version('2').labelled(Map.of("build", "shop/main#42")).policies("", "leave", "", ""));
        shop.untilStage("BAKE_TIME");
        shop.trial.signal("one", io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.STOP, "abort");
        shop.trial.untilEnded("one");
        begin("two", version('3'));
        Outcome two = shop.trial.untilEnded("two");
        assertEquals(Verdict.STOPPED, two.verdict());
        assertTrue(two.message(), two.message().contains("begun by shop/main_42"));
    }
}
