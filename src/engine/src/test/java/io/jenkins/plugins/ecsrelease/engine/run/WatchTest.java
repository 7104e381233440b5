package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

public class WatchTest {

    record Order(String name, int looks) {}

    record Word(String name) implements Question<String> {}

    /** Asks for its word a number of times, every five seconds. */
    record Asking(String name, int left, String heard) implements Await {
        @Override
        public Set<Question<?>> questions() {
            return Set.of(new Word(name));
        }

        @Override
        public Turn next(View view) {
            Answer<String> answer = view.of(new Word(name));
            String now = answer.ifKnown().orElseGet(() -> answer.ifUnknown().orElseThrow().kind().name());
            return left == 1 || view.stop().isPresent()
                    ? Turn.to(new Ended(Outcome.succeeded(now, Map.of())))
                    : Turn.again(new Asking(name, left - 1, now), Duration.ofSeconds(5));
        }

        @Override
        public String describe() {
            return "asking for " + name;
        }
    }

    /** Answers through a function, three at a time. */
    private static final class Words implements Loader<Word, String> {

        private final List<Set<String>> batches = new ArrayList<>();
        private Function<Set<String>, Map<String, String>> answers = names -> {
            Map<String, String> known = new HashMap<>();
            names.forEach(name -> known.put(name, name.toUpperCase(java.util.Locale.ROOT)));
            return known;
        };
        private boolean shared = true;

        @Override
        public Class<Word> question() {
            return Word.class;
        }

        @Override
        public int batch() {
            return 3;
        }

        @Override
        public boolean shared() {
            return shared;
        }

        @Override
        public Map<Word, Answer<String>> load(Tools tools, Set<Word> questions) {
            Set<String> names = new java.util.TreeSet<>();
            questions.forEach(question -> names.add(question.name()));
            batches.add(names);
            Map<Word, Answer<String>> known = new HashMap<>();
            answers.apply(names).forEach((name, word) -> known.put(new Word(name), Answer.known(word)));
            return known;
        }
    }


    static final class Asks implements Operation<Order> {
        @Override
        public String kind() {
            return "asking";
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
            return new Asking(order.name(), order.looks(), "");
        }

        @Override
        public Map<String, Class<? extends Phase>> phases() {
            return Map.of("asking", Asking.class);
        }

        @Override
        public List<Loader<?, ?>> loaders() {
            return List.of(words);
        }

        private final Words words;

        Asks(Words words) {
            this.words = words;
        }

        @Override
        public JsonNode upgrade(JsonNode saved, int from) {
            return saved;
        }
    }

    private final Words words = new Words();
    private final Asks asking = new Asks(words);
    private VirtualTime time;
    private Sandbox sandbox;
    private Trial trial;

    @Before
    public void start() {
        time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), asking);
    }

    @After
    public void end() {
        trial.close();
        sandbox.close();
    }

    private void ask(int looks, String... names) {
        for (int i = 0; i < names.length; i++) {
            trial.begin(names[i] + "-" + i, asking, new Order(names[i], looks));
        }
    }

    private String told(String id) {
        return trial.untilEnded(id).message();
    }

    private static AwsServiceException aws(int status, String code) {
        return AwsServiceException.builder().statusCode(status).message(code)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).serviceName("ecs").build()).build();
    }

    @Test
    public void whatSeveralAskTogetherGoesInOneCallAndEqualQuestionsOnlyOnce() {
        ask(1, "a", "b", "a");
        assertEquals("A", told("a-0"));
        assertEquals("B", told("b-1"));
        assertEquals("A", told("a-2"));
        assertEquals(List.of(Set.of("a", "b")), words.batches);
    }

    @Test
    public void moreThanACallTakesIsDivided() {
        ask(1, "a", "b", "c", "d", "e");
        assertEquals("E", told("e-4"));
        assertEquals(List.of(3, 2), words.batches.stream().map(Set::size).toList());
    }

    @Test
    public void nothingIsKeptSoEveryAnswerIsNewerThanItsQuestion() {
        ask(4, "a");
        told("a-0");
        assertEquals(4, words.batches.size());
    }

    @Test
    public void whatDependsOnTheHostIsNotShared() {
        words.shared = false;
        ask(1, "a", "a");
        told("a-0");
        told("a-1");
        assertEquals(List.of(Set.of("a"), Set.of("a")), words.batches);
    }

    @Test
    public void oneForbiddenNameDoesNotHideTheOthers() {
        Function<Set<String>, Map<String, String>> usual = words.answers;
        words.answers = names -> {
            if (names.contains("secret")) {
                throw aws(400, "AccessDeniedException");
            }
            return usual.apply(names);
        };
        ask(1, "a", "secret", "b");
        assertEquals("A", told("a-0"));
        assertEquals("B", told("b-2"));
        assertEquals(Problem.Kind.DENIED.name(), told("secret-1"));
    }

    @Test
    public void whatTheLoaderLeavesOutWasNotFound() {
        words.answers = names -> Map.of();
        ask(1, "a");
        assertEquals(Problem.Kind.NOT_FOUND.name(), told("a-0"));
    }

    @Test
    public void whenAwsThrottlesReadsComeLessOften() {
        words.answers = names -> {
            throw aws(400, "ThrottlingException");
        };
        ask(1000, "a");
        trial.advance(Duration.ofMinutes(10));
        assertTrue("read " + words.batches.size() + " times", words.batches.size() < 30);
        assertTrue("read " + words.batches.size() + " times", words.batches.size() > 10);
    }

    @Test
    public void manyOperationsStayWithinTheAllowance() {
        String[] names = new String[400];
        for (int i = 0; i < names.length; i++) {
            names[i] = "n" + i;
        }
        ask(1_000_000, names);
        trial.advance(Duration.ofMinutes(1));
        double most = Allowance.BURST + Allowance.RATE * 60;
        assertTrue("read " + words.batches.size() + " times in a minute", words.batches.size() <= most);
        assertTrue("read " + words.batches.size() + " times in a minute", words.batches.size() > most / 2);
    }

    @Test
    public void aSignalIsNotKeptWaitingBehindRoutineReads() {
        String[] names = new String[400];
        for (int i = 0; i < names.length; i++) {
            names[i] = "n" + i;
        }
        ask(1_000_000, names);
        trial.advance(Duration.ofMinutes(1));
        Instant said = time.now();
        trial.signal("n7-7", Signal.Kind.STOP, "abort");
        trial.untilEnded("n7-7");
        assertTrue(Duration.between(said, time.now()).toMillis() <= 1500);
    }

    @Test
    public void aLoaderWithAMistakeInItFailsNoOperation() {
        int[] calls = new int[1];
        Function<Set<String>, Map<String, String>> usual = words.answers;
        words.answers = names -> {
            if (calls[0]++ == 0) {
                throw new IllegalStateException("a mistake");
            }
            return usual.apply(names);
        };
        ask(2, "a");
        assertEquals("A", told("a-0"));
    }
}
