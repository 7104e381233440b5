package io.jenkins.plugins.ecsrelease.engine.rollback;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.service.Course;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.engine.service.Result;
import io.jenkins.plugins.ecsrelease.engine.service.Shop;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** The ladder on the sandbox. */
public class RollbackTrialTest {

    @Rule
    public final Shop shop = new Shop();

    private int runs;

    @Test
    public void aReleaseInFlightIsToldToRollBackAndItsBuildReportsIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
        String good = shop.service().taskDefinition();
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("BAKE_TIME");
        Outcome back = rollback(order());
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, back.result().get(Result.TASK_DEFINITION));
        assertEquals(Map.of(shop.blue, 100), shop.weights());
        assertEquals(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial").verdict());
        assertEquals(1, shop.changes("StopServiceDeployment"));
        assertEquals(1, shop.changes("UpdateService"));
    }

    @Test
    public void aFinishedReleaseIsDeployedBackWithoutPausesAndBake() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
        String good = shop.service().taskDefinition();
        Outcome release = shop.release(Shop.image("web", '2'));
        java.time.Instant asked = shop.time.now();
        Outcome back = rollback(order().undoing(Shop.definition(release)));
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
        assertTrue(Duration.between(asked, shop.time.now()).toMinutes() < 10);
        assertEquals("the service's own configuration is back", 30, shop.service().deploymentConfiguration().bakeTimeInMinutes().intValue());
        assertEquals("ROLLED_BACK", shop.tags(Shop.definition(release)).get(Tags.VERDICT));
        assertEquals("shop/main_43/1", shop.tags(Shop.definition(release)).get(Tags.UNDONE_BY));
        assertTrue(back.message(), back.message().contains("Traffic was restored after"));
    }

    @Test
    public void aVersionThatWasTakenBackIsNotGoneBackTo() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String first = shop.service().taskDefinition();
        String bad = Shop.definition(shop.release(Shop.image("web", '2')));
        rollback(order());
        assertEquals(first, shop.service().taskDefinition());
        Outcome again = rollback(order());
        assertEquals(again.message(), Verdict.STOPPED, again.verdict());
        assertTrue(again.message(), again.message().contains("No earlier good version") && again.message().contains(Course.nameOf(bad)));
    }

    @Test
    public void failedVersionsInBetweenArePassedOver() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        assertEquals(Verdict.ROLLED_BACK, shop.release(Shop.image("crashing", '2')).verdict());
        shop.trial.begin("third", shop.blueGreen, shop.order(Shop.image("web", '3')));
        assertEquals(Verdict.SUCCEEDED, shop.trial.untilEnded("third").verdict());
        Outcome back = rollback(order());
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
    }

    @Test
    public void itGoesAheadWithTheAlarmRedAndEveryTargetUnhealthy() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5)
                .alarms(a -> a.alarmNames("web-5xx").enable(true).rollback(true)));
        shop.alarm("web-5xx");
        String good = shop.service().taskDefinition();
        String bad = Shop.definition(shop.release(Shop.image("web", '2')));
        shop.sandbox.faults().put(Fault.about(Fault.Kind.UNHEALTHY_TASKS, Course.nameOf(bad)));
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "web-5xx"));
        shop.advance(Duration.ofMinutes(2));
        Outcome back = rollback(order());
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
    }

    @Test
    public void itGoesAheadWithAllThatAndTheFailingReleaseStillRunning() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
        shop.alarm("web-5xx");
        String good = shop.service().taskDefinition();
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(new Alarm("web-5xx", Limits.DEFAULT))));
        shop.untilStage("BAKE_TIME");
        String bad = shop.service().taskDefinition();
        shop.sandbox.faults().put(Fault.about(Fault.Kind.UNHEALTHY_TASKS, Course.nameOf(bad)));
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "web-5xx"));
        assertTrue("it still runs", shop.trial.ended("trial").isEmpty());
        Outcome back = rollback(order());
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
        assertEquals(Map.of(shop.blue, 100), shop.weights());
        assertEquals(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial").verdict());
    }

    @Test
    public void aHeldReleaseIsTakenBackThroughItsPause() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String good = shop.service().taskDefinition();
        shop.begin(shop.order(Shop.image("web", '2')).heldAt("beforeTraffic"));
        shop.untilStage("POST_TEST_TRAFFIC_SHIFT");
        shop.advance(Duration.ofSeconds(5));
        Outcome back = rollback(order());
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
        assertEquals(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial").verdict());
        assertEquals(1, shop.changes("ContinueServiceDeployment"));
        assertEquals(0, shop.changes("StopServiceDeployment"));
    }

    @Test
    public void aReleaseThatIsLiveBeforeItCanBeTakenBackLeavesNoPauseOfItsOwnBehind() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String good = shop.service().taskDefinition();
        String own = shop.service().deploymentConfiguration().toString();
        shop.begin(shop.order(Shop.image("web", '2')).heldAt("afterTraffic"));
        shop.untilStage("POST_PRODUCTION_TRAFFIC_SHIFT");
        shop.trial.signal("trial", Signal.Kind.PROCEED, "");
        shop.untilStage("BAKE_TIME");
        // The order to take it back does not come through before ECS is done with the release.
        shop.sandbox.faults().put(Fault.every(Fault.Kind.THROTTLE, "ecs", "StopServiceDeployment"));
        Outcome back = rollback(order());
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(good, shop.service().taskDefinition());
        shop.trial.untilEnded("trial");
        assertEquals(own, shop.service().deploymentConfiguration().toString().replace(", LifecycleHooks=[]", ""));
    }

    @Test
    public void whereItServesAlreadyNothingHappens() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        Outcome back = rollback(order().to(good));
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(false, back.result().get(Result.CHANGED));
        assertEquals(0, shop.changes("UpdateService"));
    }

    @Test
    public void someoneElsesVersionSinceIsLeftUnlessForced() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        String ours = Shop.definition(shop.release(Shop.image("web", '2')));
        String theirs = shop.define(Shop.web(Shop.image("web", '3')));
        shop.ecs.updateService(u -> u.cluster("shop").service("web").taskDefinition(theirs));
        shop.trial.until("theirs is live", () -> shop.status(shop.service().currentServiceDeployment()).equals("SUCCESSFUL"));
        Outcome refused = rollback(order().to(good).undoing(ours));
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertTrue(refused.message(), refused.message().contains("force: true"));
        Outcome forced = rollback(order().to(good).undoing(ours).forced());
        assertEquals(forced.message(), Verdict.SUCCEEDED, forced.verdict());
        assertEquals(good, shop.service().taskDefinition());
    }

    @Test
    public void aMigrationInBetweenAsksForAnAcknowledgement() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).labelled(Map.of("migration", "2026-11-add-cart")));
        Outcome refused = rollback(order());
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertTrue(refused.message(), refused.message().contains("2026-11-add-cart") && refused.message().contains("acknowledgeSchema"));
        assertEquals(Verdict.SUCCEEDED, rollback(order().acknowledged()).verdict());
        assertEquals(good, shop.service().taskDefinition());
    }

    @Test
    public void aDeregisteredTaskDefinitionStopsIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        shop.release(Shop.image("web", '2'));
        shop.ecs.deregisterTaskDefinition(d -> d.taskDefinition(good));
        Outcome refused = rollback(order().to(good));
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertTrue(refused.message(), refused.message().contains("INACTIVE"));
    }

    @Test
    public void aLostReplyDeploysOnce() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        shop.release(Shop.image("web", '2'));
        long before = shop.changes("UpdateService");
        shop.sandbox.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "ecs", "UpdateService", 1));
        assertEquals(Verdict.SUCCEEDED, rollback(order()).verdict());
        assertEquals(good, shop.service().taskDefinition());
        // One to go back and one for the service's own configuration, where that differs.
        assertTrue(shop.changes("UpdateService") - before <= 2);
    }

    @Test
    public void ofTwoRollbacksTheSecondFollowsTheFirstInsteadOfUndoingIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        shop.release(Shop.image("web", '2'));
        shop.trial.begin("first", shop.rollback, order());
        shop.trial.until("the first way back is in flight", () -> shop.changes("UpdateService") == 2);
        Outcome second = rollback(order());
        assertEquals(second.message(), Verdict.SUCCEEDED, second.verdict());
        Outcome first = shop.trial.untilEnded("first");
        assertEquals(first.message(), Verdict.SUCCEEDED, first.verdict());
        assertEquals(good, shop.service().taskDefinition());
        assertEquals(0, shop.changes("StopServiceDeployment"));
    }

    @Test
    public void aVersionByNameIsDeployedOverWhatIsInFlightWhereTakingThatBackWouldNotBringIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String first = shop.service().taskDefinition();
        shop.release(Shop.image("web", '2'));
        shop.trial.begin("third", shop.blueGreen, shop.order(Shop.image("web", '3')));
        shop.trial.until("the third version is in flight", () -> shop.changes("UpdateService") == 2);
        Outcome back = rollback(order().to(Course.nameOf(first)));
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(first, shop.service().taskDefinition());
        assertEquals(Verdict.SUPERSEDED, shop.trial.untilEnded("third").verdict());
    }

    /** Nothing of the build is left: another controller, with an empty disk, knows only what AWS tells. */
    @Test
    public void aControllerThatNeverSawTheReleaseRollsItBackFromWhatAwsTells() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String good = shop.service().taskDefinition();
        shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).labelled(Map.of("migration", "2026-11-add-cart")));
        try (Trial other = new Trial(shop.time, shop.sandbox.inProcess(), shop.rollback)) {
            Outcome asked = other.run(shop.rollback, order());
            assertEquals(Verdict.STOPPED, asked.verdict());
            assertTrue(asked.message(), asked.message().contains("2026-11-add-cart"));
            other.begin("again", shop.rollback, order().acknowledged());
            Outcome back = other.untilEnded("again");
            assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
            assertTrue(back.message(), back.message().contains("Traffic was restored after"));
            assertEquals(good, shop.service().taskDefinition());
        }
    }

    private RollbackOrder order() {
        return RollbackOrder.of("shop/main#43/" + ++runs, "shop", "web");
    }

    private Outcome rollback(RollbackOrder order) {
        String id = "rollback-" + runs;
        shop.trial.begin(id, shop.rollback, order);
        return shop.trial.untilEnded(id);
    }
}
