package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class EngineTest {

    private static final Stamp.Order ORDER = new Stamp.Order("web", "web:2");

    private final Stamp stamp = new Stamp();
    private VirtualTime time;
    private Sandbox sandbox;
    private Trial trial;

    @Before
    public void start() {
        time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), stamp);
    }

    @After
    public void end() {
        trial.close();
        sandbox.close();
    }

    private int registered() {
        return sandbox.world().ledger().of("RegisterTaskDefinition").size();
    }

    @Test
    public void anOperationRunsToItsEndAndItsJournalMovesToTheBuild() throws Exception {
        Outcome outcome = trial.run(stamp, ORDER);

        assertEquals(Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(1, registered());
        assertTrue(trial.engine().open().isEmpty());
        Journal closed = trial.archived("trial").orElseThrow();
        assertEquals(outcome, closed.outcome().orElseThrow());
        assertEquals("shop", closed.labels().get("job"));
        assertEquals("web:2", closed.order().path("image").asText());
        List<String> kinds = closed.facts().stream().map(note -> note.fact().kind()).toList();
        assertEquals(List.of("baseline", "phase", "call", "registered", "phase", "phase"), kinds);
        assertTrue(trial.said().stream().anyMatch(line -> line.startsWith("Registered arn:")));
        try (var left = Files.list(trial.directory().resolve("open"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    public void theJournalIsOnDiskBeforeAnythingHappens() throws Exception {
        trial.engine().open("a", stamp, ORDER, identity(), java.util.Map.of());
        trial.advance(Duration.ofHours(1));
        assertEquals(0, registered());
        assertTrue(Files.exists(trial.directory().resolve("open/a.json")));

        trial.engine().open("a", stamp, new Stamp.Order("other", "other:1"), identity(), java.util.Map.of());
        assertEquals("web", trial.engine().journal("a").orElseThrow().order().path("family").asText());
    }

    private static io.jenkins.plugins.ecsrelease.engine.aws.Identity identity() {
        return new io.jenkins.plugins.ecsrelease.engine.aws.Identity("eu-central-1", "", "", "", "");
    }

    @Test
    public void aLostReplyIsLookedForAndTheChangeIsNotMadeTwice() {
        sandbox.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "ecs", "RegisterTaskDefinition", 1));
        assertEquals(Verdict.SUCCEEDED, trial.run(stamp, ORDER).verdict());
        assertEquals(1, registered());
    }

    @Test
    public void throttlingAndServerErrorsOfAChangeAreTriedAgain() {
        sandbox.faults().put(new Fault(Fault.Kind.THROTTLE, "ecs", "RegisterTaskDefinition", "", 1, 3, Duration.ZERO));
        sandbox.faults().put(new Fault(Fault.Kind.SERVER_ERROR, "ecs", "RegisterTaskDefinition", "", 4, 2, Duration.ZERO));
        assertEquals(Verdict.SUCCEEDED, trial.run(stamp, ORDER).verdict());
        assertEquals(1, registered());
    }

    @Test
    public void readsThatFailNeverFailTheOperation() {
        sandbox.faults().put(new Fault(Fault.Kind.THROTTLE, "ecs", "ListTaskDefinitions", "", 1, 20, Duration.ZERO));
        sandbox.faults().put(new Fault(Fault.Kind.SERVER_ERROR, "ecs", "ListTaskDefinitions", "", 21, 5, Duration.ZERO));
        Instant start = time.now();
        assertEquals(Verdict.SUCCEEDED, trial.run(stamp, ORDER).verdict());
        assertTrue("it should have held back", time.now().isAfter(start.plusSeconds(300)));
    }

    @Test
    public void aRefusedChangeSaysWhatAwsSaidAndWhatToAllow() {
        sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "ecs", "RegisterTaskDefinition"));
        Outcome outcome = trial.run(stamp, ORDER);
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("ecs:RegisterTaskDefinition"));
        assertTrue(outcome.message(), outcome.message().contains("Allow ecs:RegisterTaskDefinition"));
        assertTrue(outcome.message(), outcome.message().contains("request "));
        assertEquals(0, registered());
    }

    @Test
    public void credentialsThatHaveRunOutAreAskedForAgain() {
        sandbox.faults().put(new Fault(Fault.Kind.EXPIRED_CREDENTIALS, "ecs", "RegisterTaskDefinition", "", 1, 3, Duration.ZERO));
        assertEquals(Verdict.SUCCEEDED, trial.run(stamp, ORDER).verdict());
        assertEquals(1, registered());
    }

    @Test
    public void aStopBeforeTheChangeLeavesNothing() {
        trial.begin("trial", stamp, ORDER);
        trial.stop();
        assertEquals(Verdict.STOPPED, trial.untilEnded("trial").verdict());
        assertEquals(0, registered());
    }

    @Test
    public void theFirstStopWins() {
        trial.begin("trial", stamp, ORDER);
        trial.until("registered", () -> registered() == 1);
        trial.advance(Duration.ofSeconds(3));
        trial.signal("trial", Signal.Kind.STOP, "timeout");
        trial.signal("trial", Signal.Kind.STOP, "abort");
        assertEquals(Verdict.ROLLED_BACK, trial.untilEnded("trial").verdict());
        assertEquals(List.of("timeout"), trial.archived("trial").orElseThrow().signals().stream().map(Signal::about).toList());
    }

    @Test
    public void aSignalOutlivesTheProcessThatTookIt() throws Exception {
        trial.begin("trial", stamp, ORDER);
        trial.until("registered", () -> registered() == 1);
        trial.stop();
        trial.kill();
        trial.follow("trial");
        assertEquals(Verdict.ROLLED_BACK, trial.untilEnded("trial").verdict());
        assertFalse(trial.engine().signal("trial", new Signal(Signal.Kind.STOP, "abort", "bob", time.now())));
    }

    @Test
    public void anEndedOperationTellsItsOutcomeToALaterHostToo() {
        Outcome outcome = trial.run(stamp, ORDER);
        trial.kill();
        trial.follow("trial");
        assertEquals(outcome, trial.untilEnded("trial"));
    }

    @Test
    public void aHostThatIsGoneGetsNoOutcomeAndTheOperationWaitsForTheNext() {
        trial.begin("trial", stamp, ORDER);
        trial.until("registered", () -> registered() == 1);
        trial.alive(false);
        trial.advance(Duration.ofHours(1));
        assertTrue(trial.ended("trial").isEmpty());
        int calls = trial.calls().size();
        trial.advance(Duration.ofHours(1));
        assertEquals(calls, trial.calls().size());
        trial.alive(true);
        trial.follow("trial");
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("trial").verdict());
        assertEquals(1, registered());
    }

    @Test
    public void aJournalOfANewerVersionIsLeftAloneAndSaysSo() throws Exception {
        trial.begin("trial", stamp, ORDER);
        trial.kill();
        Path file = trial.directory().resolve("open/trial.json");
        String newer = Files.readString(file).replace("\"schema\":2", "\"schema\":3");
        Files.writeString(file, newer);

        trial.follow("trial");
        Outcome outcome = trial.untilEnded("trial");
        assertEquals(Verdict.UNKNOWN, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("newer version"));
        assertEquals(newer, Files.readString(file));
        assertEquals("shop", trial.engine().open().get(0).labels().get("job"));
        assertEquals(0, registered());
    }

    @Test
    public void aDamagedJournalIsLeftAloneAndSaysSo() throws Exception {
        trial.begin("trial", stamp, ORDER);
        trial.kill();
        Path file = trial.directory().resolve("open/trial.json");
        Files.writeString(file, Files.readString(file).substring(0, 100));
        trial.follow("trial");
        assertEquals(Verdict.UNKNOWN, trial.untilEnded("trial").verdict());
        assertEquals(100, Files.size(file));
    }

    @Test
    public void aJournalOfAnOlderSchemaIsBroughtUpToDate() throws Exception {
        trial.begin("trial", stamp, ORDER);
        trial.kill();
        Path file = trial.directory().resolve("open/trial.json");
        Files.writeString(file, Files.readString(file).replace("\"schema\":2", "\"schema\":1").replace("\"image\"", "\"tag\""));
        trial.follow("trial");
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("trial").verdict());
    }

    @Test
    public void whatASaveThatNeverFinishedLeftBehindIsCutOff() throws Exception {
        trial.begin("trial", stamp, ORDER);
        trial.until("registered", () -> registered() == 1);
        trial.advance(Duration.ofSeconds(2));
        trial.kill();
        Path timeline = trial.directory().resolve("open/trial.timeline.jsonl");
        List<Fact> before = trial.facts("trial");
        trial.kill();
        Files.writeString(timeline, Files.readString(timeline) + "{\"at\":\"2026");
        assertEquals(before, trial.facts("trial"));
        trial.follow("trial");
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("trial").verdict());
        assertEquals("phase", trial.facts("trial").get(before.size()).kind());
    }
}
