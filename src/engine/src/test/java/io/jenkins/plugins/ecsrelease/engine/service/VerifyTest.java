package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.service.look.ImageLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.KnownImage;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveRevision;
import io.jenkins.plugins.ecsrelease.engine.service.look.RevisionLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import io.jenkins.plugins.ecsrelease.engine.service.look.TasksLook;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** SUCCEEDED is said here alone, and only of what was seen to run. */
public class VerifyTest {

    private static final String PLATFORM = "sha256:" + "c".repeat(64);

    private final Verify verify = new Verify(Given.course(Given.order()), "", Given.NOW, Given.REVISION);

    @Test
    public void theAskedDigestInEveryTaskIsSuccess() {
        Outcome outcome = outcome(given(Given.DIGEST, task(Given.NEW, Given.DIGEST), task(Given.NEW, Given.DIGEST)));
        assertEquals(Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(Given.DIGEST, outcome.result().get(Result.DIGEST));
        assertEquals(Given.OLD, outcome.result().get(Result.PREVIOUS_TASK_DEFINITION));
    }

    @Test
    public void aPlatformManifestOfTheAskedIndexIsSuccess() {
        assertEquals(Verdict.SUCCEEDED, outcome(given(PLATFORM, task(Given.NEW, PLATFORM))).verdict());
    }

    @Test
    public void sidecarsThatWereNotChangedMayRunAnything() {
        Tasks.Task task = new Tasks.Task("arn:t/1", Given.NEW, "RUNNING", "", "", null, List.of(
                new Tasks.Container("web", Given.DIGEST, "RUNNING", null, ""),
                new Tasks.Container("proxy", Given.OTHER_DIGEST, "RUNNING", null, "")));
        assertEquals(Verdict.SUCCEEDED, outcome(given(Given.DIGEST, task)).verdict());
    }

    @Test
    public void anotherDigestInOneTaskIsNotProven() {
        Outcome outcome = outcome(given(Given.DIGEST, task(Given.NEW, Given.DIGEST), task(Given.NEW, Given.OTHER_DIGEST)));
        assertEquals(Verdict.UNKNOWN, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains(Given.OTHER_DIGEST));
    }

    @Test
    public void anotherDigestInTheRevisionIsNotProven() {
        assertEquals(Verdict.UNKNOWN, outcome(given(Given.OTHER_DIGEST, task(Given.NEW, Given.DIGEST))).verdict());
    }

    @Test
    public void tasksOfAnotherVersionProveNothing() {
        Given given = given(Given.DIGEST, task(Given.OLD, Given.DIGEST));
        assertTrue(next(given).next() instanceof Verify);
        assertEquals(Verdict.UNKNOWN, outcome(given.after(600)).verdict());
    }

    @Test
    public void aServiceScaledToZeroProvesNothing() {
        Given given = given(Given.DIGEST).known(new ServiceLook("shop", "shop-web"),
                Given.service("ACTIVE", "ECS", "BLUE_GREEN", 0, 0, Given.NEW));
        assertEquals(Verdict.UNKNOWN, outcome(given).verdict());
    }

    @Test
    public void someoneElsesVersionMeanwhileIsSuperseded() {
        Given given = given(Given.DIGEST, task(Given.NEW, Given.DIGEST)).known(new ServiceLook("shop", "shop-web"),
                Given.service("ACTIVE", "ECS", "BLUE_GREEN", 3, 3, Given.DEFINITIONS + "shop-web:19"));
        assertEquals(Verdict.SUPERSEDED, outcome(given).verdict());
    }

    @Test
    public void whatCannotBeReadIsWaitedForAndThenNotProven() {
        for (Problem.Kind kind : Problem.Kind.values()) {
            for (var question : List.of(new ServiceLook("shop", "shop-web"), new TasksLook("shop", "shop-web", "RUNNING"),
                    new RevisionLook(Given.REVISION))) {
                Given given = given(Given.DIGEST, task(Given.NEW, Given.DIGEST)).unknown(question, kind);
                assertTrue(kind + " " + question, next(given).next() instanceof Verify);
                assertEquals(kind + " " + question, Verdict.UNKNOWN, outcome(given.after(600)).verdict());
            }
        }
    }

    @Test
    public void aPlatformOfAnIndexThatCannotBeReadIsWaitedFor() {
        Given given = given(PLATFORM, task(Given.NEW, PLATFORM)).unknown(ImageLook.ofRunning(Given.IMAGE), Problem.Kind.THROTTLED);
        assertTrue(next(given).next() instanceof Verify);
        assertEquals(Verdict.UNKNOWN, outcome(given.after(600)).verdict());
    }

    @Test
    public void healthThatWasNotDecidedIsNotProven() {
        Verify undecided = new Verify(Given.course(Given.order()), "not decided: 'alarm web-5xx'", Given.NOW, Given.REVISION);
        Outcome outcome = Outcomes.of(undecided.next(given(Given.DIGEST, task(Given.NEW, Given.DIGEST)).view(undecided)));
        assertEquals(Verdict.UNKNOWN, outcome.verdict());
    }

    private static Given given(String resolved, Tasks.Task... tasks) {
        return Given.nothing()
                .known(new ServiceLook("shop", "shop-web"), Given.service("ACTIVE", "ECS", "BLUE_GREEN", 3, 3, Given.NEW))
                .known(new TasksLook("shop", "shop-web", "RUNNING"), new Tasks(List.of(tasks)))
                .known(new RevisionLook(Given.REVISION),
                        new LiveRevision(Given.REVISION, Given.NEW, Map.of("web", resolved), List.of(Given.GREEN)))
                .known(ImageLook.ofRunning(Given.IMAGE), new KnownImage(Given.DIGEST,
                        List.of(new KnownImage.Platform(PLATFORM, "linux", "amd64"))));
    }

    private static Tasks.Task task(String definition, String digest) {
        return new Tasks.Task("arn:t/1", definition, "RUNNING", "", "", null,
                List.of(new Tasks.Container("web", digest, "RUNNING", null, "")));
    }

    private Turn next(Given given) {
        return verify.next(given.view(verify));
    }

    private Outcome outcome(Given given) {
        return Outcomes.of(next(given));
    }
}
