package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLook;
import java.util.List;
import org.junit.Test;

public class AftermathTest {

    @Test
    public void aRollbackIsToldWithItsCauseAndWhatRunsNow() {
        Outcome outcome = outcome("ROLLBACK_SUCCESSFUL", "the build was stopped by alice", ended("ROLLBACK_SUCCESSFUL"));
        assertEquals(Verdict.ROLLED_BACK, outcome.verdict());
        assertEquals("The build was stopped by alice; shop-web in shop runs shop-web:17 again.", outcome.message());
    }

    @Test
    public void aFailedRollbackCallsForAPerson() {
        assertEquals(Verdict.ROLLBACK_FAILED, outcome("ROLLBACK_FAILED", "", ended("ROLLBACK_FAILED")).verdict());
    }

    @Test
    public void stoppedWithANewerDeploymentOnTopIsSuperseded() {
        Outcome outcome = outcome("STOPPED", "", Given.entry("newer", "IN_PROGRESS", 30, Given.DEFINITIONS + "shop-web:19"), ended("STOPPED"));
        assertEquals(Verdict.SUPERSEDED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("shop-web:19"));
    }

    @Test
    public void stoppedWithoutOneIsStopped() {
        assertEquals(Verdict.STOPPED, outcome("STOPPED", "", ended("STOPPED")).verdict());
    }

    @Test
    public void theReasonOfStoppedTasksIsSaid() {
        Tasks.Task task = new Tasks.Task("arn:t/1", Given.NEW, "STOPPED", "TaskFailedToStart",
                "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref shop: not found",
                null, List.of());
        Aftermath aftermath = new Aftermath(Given.course(Given.order()), "ROLLBACK_SUCCESSFUL", "", Given.NOW, List.of());
        Outcome outcome = Outcomes.of(aftermath.next(given(ended("ROLLBACK_SUCCESSFUL"))
                .known(new TasksLook("shop", "shop-web", "STOPPED"), new Tasks(List.of(task))).view(aftermath)));
        assertTrue(outcome.message(), outcome.message().contains("not in the registry"));
    }

    @Test
    public void theReasonOfUnhealthyTargetsIsSaidThoughTheyAreGone() {
        Aftermath aftermath = new Aftermath(Given.course(Given.order()), "ROLLBACK_SUCCESSFUL", "the check 'target health' failed", Given.NOW,
                List.of(new Targets.Target("10.0.0.1", 8080, "unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]")));
        Outcome outcome = Outcomes.of(aftermath.next(given(ended("ROLLBACK_SUCCESSFUL")).view(aftermath)));
        assertTrue(outcome.message(), outcome.message().contains("10.0.0.1:8080 was answered with another code"));
    }

    @Test
    public void whatExplainsTheEndIsNotWaitedForForever() {
        Aftermath aftermath = new Aftermath(Given.course(Given.order()), "ROLLBACK_SUCCESSFUL", "", Given.NOW, List.of());
        assertTrue(aftermath.next(Given.nothing().view(aftermath)).next() instanceof Aftermath);
        assertEquals(Verdict.ROLLED_BACK, Outcomes.of(aftermath.next(Given.nothing().after(60).view(aftermath))).verdict());
    }

    @Test
    public void anAskedRollbackOfAReleaseInFlightSucceeds() {
        Course release = Given.course(Given.order());
        Course undo = new Course(Course.Purpose.UNDO, release.release(), release.cluster(), release.service(), java.util.Map.of(),
                Given.OLD, Given.NEW, Given.DEPLOYMENT, true, release.startedAt(), release.deadline(), release.terms().ofWayBack(0),
                release.setup(), "", Given.NOW.minusSeconds(50));
        Aftermath aftermath = new Aftermath(undo, "ROLLBACK_SUCCESSFUL", "a rollback was asked for", Given.NOW, List.of());
        Outcome outcome = Outcomes.of(aftermath.next(given(ended("ROLLBACK_SUCCESSFUL")).view(aftermath)));
        assertEquals(Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(Given.OLD, outcome.result().get(Result.TASK_DEFINITION));
        assertEquals(10L, outcome.result().get(Result.SECONDS));
    }

    private static History.Entry ended(String status) {
        return Given.entry(Given.DEPLOYMENT, status, 0, Given.NEW);
    }

    private static Given given(History.Entry... newest) {
        List<History.Entry> entries = new java.util.ArrayList<>(List.of(newest));
        entries.addAll(Given.history().entries());
        return Given.nothing()
                .known(new HistoryLook("shop", "shop-web", null), new History(entries))
                .known(new ServiceLook("shop", "shop-web"), Given.service())
                .known(new TasksLook("shop", "shop-web", "STOPPED"), new Tasks(List.of()))
                .deployment(newest[newest.length - 1].status(), "");
    }

    private static Outcome outcome(String status, String cause, History.Entry... newest) {
        Aftermath aftermath = new Aftermath(Given.course(Given.order()), status, cause, Given.NOW, List.of());
        return Outcomes.of(aftermath.next(given(newest).view(aftermath)));
    }
}
