package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.service.look.AlarmLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.DeploymentLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveRevision;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Route;
import io.jenkins.plugins.ecsrelease.engine.service.look.RouteLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.TargetsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** The pinned deployment in every status, with every signal. */
public class ShiftTest {

    private static final List<String> STATUSES = List.of("PENDING", "IN_PROGRESS", "SUCCESSFUL", "STOP_REQUESTED",
            "STOPPED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "", "DONE",
            "successful", "SUCCESSFUL_PARTLY", "UNKNOWN_TO_SDK_VERSION");
    private static final List<String> STAGES = List.of("", "RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP",
            "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT",
            "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP", "A_STAGE_OF_NEXT_YEAR");

    @Test
    public void onlyOneStatusLeadsToVerificationAndNoneToSuccess() {
        for (String status : STATUSES) {
            for (String stage : STAGES) {
                for (Signal.Kind kind : Signal.Kind.values()) {
                    for (String about : List.of("abort", "displaced", "timeout")) {
                        for (boolean signalled : List.of(true, false)) {
                            Given given = Given.nothing().deployment(status, stage);
                            Phase next = next(Shift.of(course()), signalled ? given.signal(kind, about) : given).next();
                            String cell = status + " " + stage + " " + (signalled ? kind + " " + about : "") + " -> " + next;
                            assertEquals(cell, status.equals("SUCCESSFUL"),
                                    next instanceof Verify || next instanceof Revert || next instanceof LateLook);
                            assertFalse(cell, Outcomes.in(next).map(Outcome::verdict).equals(Optional.of(Verdict.SUCCEEDED)));
                        }
                    }
                }
            }
        }
    }

    @Test
    public void anUnknownStatusIsLookedAtAgain() {
        for (String unknown : List.of("", "DONE", "successful", "SUCCESSFUL_PARTLY")) {
            Turn turn = next(Shift.of(course()), Given.nothing().deployment(unknown, "BAKE_TIME"));
            assertTrue(unknown, turn.next() instanceof Shift);
            assertTrue(unknown, turn.after().compareTo(Duration.ZERO) > 0);
        }
    }

    @Test
    public void endsWithoutSuccessAreLookedIntoAndNotJudgedHere() {
        for (String status : List.of("STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED")) {
            assertTrue(status, next(Shift.of(course()), Given.nothing().deployment(status, "CLEAN_UP")).next() instanceof Aftermath);
        }
    }

    @Test
    public void anAbortRollsBackInEveryStage() {
        for (String stage : STAGES) {
            Phase next = next(Shift.of(course()), Given.nothing().deployment("IN_PROGRESS", stage).signal(Signal.Kind.STOP, "abort")).next();
            assertTrue(stage, next instanceof TakeBack);
            assertEquals("the build was stopped by alice", ((TakeBack) next).cause());
        }
    }

    @Test
    public void anAbortLeavesItWhereThatIsAskedAndSaysWhatWasLeft() {
        Course leaving = Given.course(Given.order().policies("", "leave", "", ""));
        Outcome outcome = Outcomes.of(next(Shift.of(leaving), Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME").signal(Signal.Kind.STOP, "abort")));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains(Given.DEPLOYMENT) && outcome.message().contains("ecsRollback"));
    }

    @Test
    public void aDisplacedBuildAlwaysLeaves() {
        Outcome outcome = Outcomes.of(next(Shift.of(course()), Given.nothing().deployment("IN_PROGRESS", "SCALE_UP").signal(Signal.Kind.STOP, "displaced")));
        assertEquals(Verdict.STOPPED, outcome.verdict());
    }

    @Test
    public void anAbortActsThoughTheDeploymentCannotBeRead() {
        Given blind = Given.nothing().unknown(new DeploymentLook(Given.DEPLOYMENT), Problem.Kind.LOST).signal(Signal.Kind.STOP, "abort");
        assertTrue(next(Shift.of(course()), blind).next() instanceof TakeBack);
    }

    @Test
    public void aRollbackIsOrderedOnce() {
        Shift told = new Shift(course(), Progress.NONE, null, "the build was stopped by alice");
        for (String status : List.of("IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS")) {
            Phase next = next(told, Given.nothing().deployment(status, "SCALE_UP").signal(Signal.Kind.STOP, "abort")).next();
            assertTrue(status + next, next instanceof Shift);
        }
    }

    @Test
    public void aReleaseThatBecameLiveWhileItWasTakenBackIsDeployedBack() {
        Shift told = new Shift(course(), Progress.NONE, null, "the check 'alarm' failed");
        assertTrue(next(told, Given.nothing().deployment("SUCCESSFUL", "CLEAN_UP")).next() instanceof Revert);
    }

    @Test
    public void theTimeIsOverOnlyOnAFreshView() {
        Shift shift = Shift.of(course());
        assertTrue(next(shift, Given.nothing().unknown(new DeploymentLook(Given.DEPLOYMENT), Problem.Kind.LOST).after(99999)).next() instanceof Shift);
        assertTrue(next(shift, Given.nothing().deployment("IN_PROGRESS", "SCALE_UP").after(99999)).next() instanceof TakeBack);
        Course leaving = Given.course(Given.order().policies("leave", "", "", ""));
        assertEquals(Verdict.TIMED_OUT,
                Outcomes.of(next(Shift.of(leaving), Given.nothing().deployment("IN_PROGRESS", "SCALE_UP").after(99999))).verdict());
    }

    @Test
    public void timeInAHoldDoesNotCount() {
        Given held = Given.nothing().known(new DeploymentLook(Given.DEPLOYMENT),
                Given.deploymentOf("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", List.of(Given.pause("h1"))));
        Shift waiting = (Shift) next(Shift.of(course()), held).next();
        Shift stillWaiting = (Shift) next(waiting, held.after(80000)).next();
        Phase goesOn = next(stillWaiting, Given.nothing().deployment("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT").after(80010)).next();
        assertTrue(goesOn.toString(), goesOn instanceof Shift);
        Phase over = next((Shift) goesOn, Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME").after(90000)).next();
        assertTrue(over.toString(), over instanceof TakeBack);
    }

    @Test
    public void aHeldDeploymentProceedsWhenToldAndEachPauseIsAnsweredOnce() {
        Given held = Given.nothing().known(new DeploymentLook(Given.DEPLOYMENT),
                Given.deploymentOf("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", List.of(Given.pause("h1"))));
        Shift waiting = (Shift) next(Shift.of(course()), held).next();
        Proceed proceed = (Proceed) next(waiting, held.signal(Signal.Kind.PROCEED, "")).next();
        assertEquals("h1", proceed.hook());
        Shift told = (Shift) proceed.made("").next();
        assertTrue(next(told, held).next() instanceof Shift);
        Given second = Given.nothing().signal(Signal.Kind.PROCEED, "").known(new DeploymentLook(Given.DEPLOYMENT),
                Given.deploymentOf("IN_PROGRESS", "PRE_PRODUCTION_TRAFFIC_SHIFT", List.of(Given.pause("h2"))));
        assertEquals("h2", ((Proceed) next(told, second).next()).hook());
    }

    @Test
    public void aHeldDeploymentIsTakenBackThroughItsHook() {
        Given held = Given.nothing().signal(Signal.Kind.ROLL_BACK, "").known(new DeploymentLook(Given.DEPLOYMENT),
                Given.deploymentOf("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", List.of(Given.pause("h1"))));
        assertEquals("h1", ((TakeBack) next(Shift.of(course()), held).next()).hook());
    }

    @Test
    public void aFailingCheckTakesTheReleaseBackAndBeatsEverything() {
        Course watched = Given.course(Given.order().checkedBy(List.of(new Alarm("web-5xx", Limits.DEFAULT))));
        Given red = Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME")
                .known(new AlarmLook("web-5xx"), new AlarmLook.State("ALARM", "12 errors"));
        Shift due = (Shift) next(Shift.of(watched), red).next();
        TakeBack back = (TakeBack) next(due, red).next();
        assertTrue(back.cause(), back.cause().contains("alarm web-5xx") && back.cause().contains("12 errors"));
    }

    @Test
    public void aFailingCheckTakesTheReleaseBackAlsoWhileEcsDoesNotSayWhereItStands() {
        Course watched = Given.course(Given.order().checkedBy(List.of(new Alarm("web-5xx", Limits.DEFAULT))));
        Given red = Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME")
                .known(new AlarmLook("web-5xx"), new AlarmLook.State("ALARM", "12 errors"));
        Shift due = (Shift) next(Shift.of(watched), red).next();
        Given blind = Given.nothing().unknown(new DeploymentLook(Given.DEPLOYMENT), Problem.Kind.THROTTLED)
                .known(new AlarmLook("web-5xx"), new AlarmLook.State("ALARM", "12 errors"));
        assertTrue(((TakeBack) next(due, blind).next()).cause().contains("12 errors"));
        Given fine = Given.nothing().unknown(new DeploymentLook(Given.DEPLOYMENT), Problem.Kind.THROTTLED)
                .known(new AlarmLook("web-5xx"), new AlarmLook.State("OK", ""));
        assertTrue(next(due, fine).next() instanceof Shift);
    }

    @Test
    public void aCheckThatCannotBeReadNeverFailsTheReleaseAndNeverPassesIt() {
        Course watched = Given.course(Given.order().checkedBy(List.of(new Alarm("web-5xx", Limits.DEFAULT))));
        Given blind = Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME").unknown(new AlarmLook("web-5xx"), Problem.Kind.DENIED);
        Shift due = (Shift) next(Shift.of(watched), blind).next();
        Shift judged = (Shift) next(due, blind).next();
        assertTrue(judged.analysis().inconclusive(Given.NOW).orElseThrow().contains("web-5xx"));
        LateLook late = (LateLook) next(judged, Given.nothing().deployment("SUCCESSFUL", "CLEAN_UP")).next();
        assertTrue(late.analysis().inconclusive(Given.NOW).orElseThrow().contains("web-5xx"));
        // Before the bake ends it is taken back, unless that is accepted.
        Turn end = next(judged, blind.after(595));
        assertTrue(end.next().toString(), end.next() instanceof TakeBack);
        Shift accepting = new Shift(Given.course(Given.order().checkedBy(List.of(new Alarm("web-5xx", Limits.DEFAULT)))
                .policies("", "", "", "accept")), judged.seen(), judged.analysis(), "");
        assertTrue(next(accepting, blind.after(595)).next() instanceof Shift);
    }

    @Test
    public void targetsAndTrafficAreToldInWords() {
        Shift first = (Shift) next(Shift.of(course()), Given.nothing().deployment("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT")).next();
        Given wide = Given.nothing().deployment("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT")
                .known(new RevisionLook(Given.REVISION), new LiveRevision(Given.REVISION, Given.NEW, Map.of(), List.of(Given.GREEN)))
                .known(new RouteLook(Given.RULE), new Route(true, Map.of(Given.BLUE, 60, Given.GREEN, 40)))
                .known(new TargetsLook(Given.GREEN), new Targets(List.of(
                        new Targets.Target("10.0.0.1", 8080, "healthy", "", ""), new Targets.Target("10.0.0.2", 8080, "initial", "", ""))));
        Shift second = (Shift) next(first, wide).next();
        Shift third = (Shift) next(new Shift(second.course(), second.seen().widely(true), second.analysis(), ""), wide.after(10)).next();
        assertEquals("1 of 2 targets healthy, 40 % of traffic on the new version", third.describe());
    }

    @Test
    public void aLookThatLeavesTargetsOutTellsNothingElseThanTheOneBefore() {
        Shift held = new Shift(course(), new Progress("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", Given.NOW, Given.REVISION,
                List.of(Given.GREEN), null, true, 0, true, null, "", Given.NOW, null, null, List.of(), List.of(), List.of()), null, "");
        Given wide = Given.nothing().known(new DeploymentLook(Given.DEPLOYMENT),
                        Given.deploymentOf("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", List.of(Given.pause("h1"))))
                .known(new TargetsLook(Given.GREEN), new Targets(List.of(new Targets.Target("10.0.0.1", 8080, "healthy", "", ""))));
        Shift told = (Shift) next(held, wide).next();
        assertTrue(told.describe(), told.describe().startsWith("1 of 1 targets healthy"));
        Shift narrow = new Shift(told.course(), told.seen().widely(false), told.analysis(), "");
        assertEquals("the log would tell of tasks and of targets by turns", told.describe(), ((Shift) next(narrow, wide.after(5)).next()).describe());
        Given unread = Given.nothing().known(new DeploymentLook(Given.DEPLOYMENT),
                        Given.deploymentOf("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", List.of(Given.pause("h1"))))
                .unknown(new TargetsLook(Given.GREEN), Problem.Kind.THROTTLED);
        assertEquals(told.describe(), ((Shift) next(told, unread.after(10)).next()).describe());
        String on = ((Shift) next(narrow, Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME").after(15)).next()).describe();
        assertTrue("what is new is told at once: " + on, on.contains("baking, minute 1"));
    }

    @Test
    public void trafficIsDrawnFromTheListenersAndNotFromWhatEcsAskedFor() {
        Shift known = new Shift(course(), new Progress("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT", Given.NOW, Given.REVISION,
                List.of(Given.GREEN), null, true, 0, true, null, "", null, null, null, List.of(), List.of(), List.of()), null, "");
        Turn turn = next(known, Given.nothing().deployment("IN_PROGRESS", "PRODUCTION_TRAFFIC_SHIFT")
                .known(new RouteLook(Given.RULE), new Route(true, Map.of(Given.BLUE, 90, Given.GREEN, 10))));
        Map<String, Object> weights = turn.facts().stream().filter(fact -> fact.kind().equals("weights")).findFirst().orElseThrow().details();
        assertEquals(10.0, weights.get("new"));
        assertEquals(0.0, weights.get("requested"));
    }

    @Test
    public void tasksThatEndWhileItComesUpAreExplainedAndTooManyTakeItBack() {
        Shift rising = new Shift(course(), new Progress("IN_PROGRESS", "SCALE_UP", Given.NOW, Given.REVISION, List.of(), Given.NOW, false, 0,
                true, null, "", null, null, null, List.of(), List.of(), List.of()), null, "");
        Turn one = next(rising, Given.nothing().deployment("IN_PROGRESS", "SCALE_UP").known(new TasksLook("shop", "shop-web", "STOPPED"), failed(1)));
        assertTrue(one.facts().toString(), one.facts().stream().anyMatch(fact -> fact.text().contains("not in the registry")));
        Shift told = new Shift(course(), ((Shift) one.next()).seen().widely(true), null, "");
        Turn again = next(told, Given.nothing().deployment("IN_PROGRESS", "SCALE_UP").known(new TasksLook("shop", "shop-web", "STOPPED"), failed(2)));
        assertFalse("each cause is told once", again.facts().stream().anyMatch(fact -> fact.kind().equals("diagnosis")));
        Turn three = next(told, Given.nothing().deployment("IN_PROGRESS", "SCALE_UP").known(new TasksLook("shop", "shop-web", "STOPPED"), failed(3)));
        assertEquals("3 tasks of the new version ended by themselves while it came up", ((TakeBack) three.next()).cause());
    }

    private static Tasks failed(int tasks) {
        return new Tasks(java.util.Collections.nCopies(tasks, new Tasks.Task("arn:t/1", Given.NEW, "STOPPED", "TaskFailedToStart",
                "CannotPullContainerError: failed to resolve ref shop: not found", Given.NOW, List.of())));
    }

    @Test
    public void aBakeCostsAtMostATenthOfACallASecond() {
        Shift shift = Shift.of(course());
        double calls = 0;
        long seconds = 0;
        while (seconds < 540) {
            calls += shift.questions().stream().map(Object::getClass).distinct().count();
            Turn turn = next(shift, Given.nothing().deployment("IN_PROGRESS", "BAKE_TIME").after(seconds)
                    .known(new RevisionLook(Given.REVISION), new LiveRevision(Given.REVISION, Given.NEW, Map.of(), List.of(Given.GREEN)))
                    .known(new RouteLook(Given.RULE), new Route(true, Map.of(Given.GREEN, 1)))
                    .known(new TargetsLook(Given.GREEN), new Targets(List.of(new Targets.Target("10.0.0.1", 8080, "healthy", "", "")))));
            shift = (Shift) turn.next();
            seconds += turn.after().toSeconds();
        }
        assertTrue(calls / seconds + " calls a second", calls / seconds <= 0.1);
    }

    private static Course course() {
        return Given.course(Given.order());
    }

    private static Turn next(Shift shift, Given given) {
        return shift.next(given.view(shift));
    }
}
