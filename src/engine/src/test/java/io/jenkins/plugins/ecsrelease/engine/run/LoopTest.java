package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the loop does with phases that decide this or that. */
public class LoopTest {

    /** What AWS is and does here, and what the phases decide. */
    private static final class Play {
        private Function<View, Turn> look = view -> Turn.to(new Do("x"));
        private Function<View, Finding<String>> find = view -> Finding.absent();
        private Make make = () -> "made";
        private boolean yields = true;
        private int looked;
        private int made;
    }

    private interface Make {
        String run() throws Exception;
    }

    private static Play play;

    record Order(String name) {}

    record State(String name) implements Question<String> {}

    record Look(String name, long offset) implements Await {
        @Override
        public Turn next(View view) {
            play.looked++;
            return play.look.apply(view);
        }

        @Override
        public String describe() {
            return "looking";
        }
    }

    record Do(String name) implements Change<String> {
        @Override
        public Set<Question<?>> questions() {
            return Set.of(new State(name));
        }

        @Override
        public Finding<String> find(View view) {
            return play.find.apply(view);
        }

        @Override
        public Duration settle() {
            return Duration.ofSeconds(30);
        }

        @Override
        public boolean yieldsToStop() {
            return play.yields;
        }

        @Override
        public String make(Tools tools) throws Exception {
            play.made++;
            return play.make.run();
        }

        @Override
        public Turn made(String result) {
            return Turn.to(new Ended(Outcome.succeeded(result, Map.of())));
        }

        @Override
        public Turn refused(Problem problem) {
            return Turn.to(new Ended(Outcome.stopped("refused: " + problem.full())));
        }

        @Override
        public String describe() {
            return "doing " + name;
        }
    }

    static final class Playing implements Operation<Order> {
        @Override
        public String kind() {
            return "playing";
        }

        @Override
        public int schema() {
            return 1;
        }

        @Override
        public Class<Order> order() {
            return Order.class;
        }

        @Override
        public Phase begin(Order order) {
            return new Look(order.name(), 0);
        }

        @Override
        public Map<String, Class<? extends Phase>> phases() {
            return Map.of("look", Look.class, "do", Do.class);
        }

        @Override
        public List<Loader<?, ?>> loaders() {
            return List.of(new Loader<State, String>() {
                @Override
                public Class<State> question() {
                    return State.class;
                }

                @Override
                public int batch() {
                    return 1;
                }

                @Override
                public Map<State, Answer<String>> load(Tools tools, Set<State> questions) {
                    Map<State, Answer<String>> answers = new HashMap<>();
                    questions.forEach(question -> answers.put(question, Answer.known("")));
                    return answers;
                }
            });
        }
    }

    private final Playing playing = new Playing();
    private VirtualTime time;
    private Sandbox sandbox;
    private Trial trial;

    @Before
    public void start() {
        play = new Play();
        time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), playing);
    }

    @After
    public void end() {
        trial.close();
        sandbox.close();
    }

    private Outcome run() {
        return trial.run(playing, new Order("x"));
    }

    @Test
    public void aPhaseThatFailsEndsAsUnknownAndSaysWhy() {
        play.look = view -> {
            throw new IllegalStateException("a mistake in the phase");
        };
        Outcome outcome = run();
        assertEquals(Verdict.UNKNOWN, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("a mistake in the phase"));
        assertEquals(0, play.made);
    }

    @Test
    public void aChangeThatFailsInOurOwnCodeIsNotTriedAgain() {
        play.make = () -> {
            throw new IllegalStateException("a mistake in the call");
        };
        Outcome outcome = run();
        assertEquals(Verdict.UNKNOWN, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("may or may not have been done"));
        assertEquals(1, play.made);
    }

    @Test
    public void aPhaseWithoutANameEndsAsUnknown() {
        play.look = view -> Turn.to(new Nameless());
        assertEquals(Verdict.UNKNOWN, run().verdict());
    }

    record Nameless() implements Await {
        @Override
        public Turn next(View view) {
            return Turn.again(this, Duration.ZERO);
        }

        @Override
        public String describe() {
            return "nameless";
        }
    }

    @Test
    public void aPhaseThatAsksForNoPauseDoesNotSpin() {
        play.look = view -> play.looked < 100 ? Turn.again(new Look("x", 0), Duration.ZERO) : Turn.to(new Do("x"));
        Instant start = time.now();
        run();
        assertTrue(time.now().isAfter(start.plusSeconds(95)));
    }

    @Test
    public void afterALostReplyAbsentCountsOnlyOnceItHasSettled() {
        Instant[] calls = new Instant[2];
        play.make = () -> {
            calls[play.made - 1] = time.now();
            if (play.made == 1) {
                throw SdkClientException.create("reset");
            }
            return "made";
        };
        assertEquals(Verdict.SUCCEEDED, run().verdict());
        assertEquals(2, play.made);
        assertTrue(Duration.between(calls[0], calls[1]).toSeconds() >= 30);
    }

    @Test
    public void whatTurnsUpWhileItSettlesIsTakenAsMade() {
        Instant[] call = new Instant[1];
        play.make = () -> {
            call[0] = time.now();
            throw new IOException("reset");
        };
        play.find = view -> call[0] != null && view.now().isAfter(call[0].plusSeconds(20)) ? Finding.made("seen later") : Finding.absent();
        assertEquals("seen later", run().message());
        assertEquals(1, play.made);
    }

    @Test
    public void aStopWaitsUntilItIsKnownWhetherTheChangeWasMade() {
        play.make = () -> {
            throw SdkClientException.create("reset");
        };
        trial.begin("trial", playing, new Order("x"));
        trial.until("called", () -> play.made == 1);
        trial.stop();
        trial.advance(Duration.ofSeconds(20));
        assertTrue(trial.ended("trial").isEmpty());
        assertEquals(Verdict.STOPPED, trial.untilEnded("trial").verdict());
        assertEquals(1, play.made);
    }

    @Test
    public void cleanUpIsMadeAlthoughStopped() {
        play.yields = false;
        trial.begin("trial", playing, new Order("x"));
        trial.stop();
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("trial").verdict());
        assertEquals(1, play.made);
    }

    @Test
    public void aCallThatCannotBeToldIsNotRepeatedAndEndsAsUnknown() {
        play.make = () -> {
            throw SdkClientException.create("reset");
        };
        play.find = view -> play.made == 0 ? Finding.absent() : Finding.unclear(Problem.of(Problem.Kind.THROTTLED, "Slow down."));
        Outcome outcome = run();
        assertEquals(Verdict.UNKNOWN, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("Slow down."));
        assertEquals(1, play.made);
    }

    @Test
    public void aChangeThatMayNotBeLookedForIsRefusedBeforeItIsCalled() {
        play.find = view -> Finding.unclear(Problem.of(Problem.Kind.DENIED, "You may not list."));
        Outcome outcome = run();
        assertEquals("refused: You may not list.", outcome.message());
        assertEquals(0, play.made);
    }

    @Test
    public void insteadOfAChangeThatIsNoLongerWantedItsTurnFollows() {
        play.find = view -> Finding.instead(Turn.to(new Ended(new Outcome(Verdict.SUPERSEDED, "someone else's", Map.of()))));
        assertEquals(Verdict.SUPERSEDED, run().verdict());
        assertEquals(0, play.made);
    }

    @Test
    public void followedOutputIsOnDiskBeforeItsOffsetIs() throws Exception {
        byte[] piece = "line of output\n".getBytes(StandardCharsets.UTF_8);
        int[] saves = new int[1];
        play.look = view -> play.looked <= 3
                ? Turn.again(new Look("x", (long) play.looked * piece.length), Duration.ofSeconds(1), Fact.of("piece", "")).with(piece)
                : Turn.to(new Do("x"));
        trial.seam(crossing -> {
            if (crossing.kind() == Seam.Crossing.Kind.SAVE && !crossing.before() && crossing.about().equals("Look")) {
                Journal journal = Journal.read(trial.directory().resolve("open"), "trial").orElseThrow();
                assertTrue(java.nio.file.Files.exists(journal.output()) || saves[0] == 0);
                assertEquals((long) saves[0] * piece.length, journal.outputLength());
                saves[0]++;
            }
        });
        run();
        assertEquals(4, saves[0]);
        assertEquals(3L * piece.length, trial.archived("trial").orElseThrow().outputLength());
        assertArrayEquals("line of output\nline of output\nline of output\n".getBytes(StandardCharsets.UTF_8), trial.output());
    }
}
