package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.SortOrder;

/**
 * The smallest operation with everything in it that can go wrong: one call that AWS would happily make twice
 * (RegisterTaskDefinition gives a new revision each time), evidence by comparison with a baseline saved before, a wait, and
 * a second change that undoes the first when told to stop.
 */
final class Stamp implements Operation<Stamp.Order> {

    static final Duration WAIT = Duration.ofSeconds(30);

    record Order(String family, String image) {}

    /** The revisions of a family, newest first. */
    record Revisions(String family) implements Question<List<String>> {}

    record Look(Order order) implements Await {
        @Override
        public Set<Question<?>> questions() {
            return Set.of(new Revisions(order.family()));
        }

        @Override
        public Turn next(View view) {
            if (view.stop().isPresent()) {
                return Turn.to(new Ended(Outcome.stopped("Stopped before anything was done.")));
            }
            return view.of(new Revisions(order.family())).ifKnown()
                    .map(known -> Turn.to(new Register(order, known), Fact.of("baseline", known.size() + " revisions before")))
                    .orElseGet(() -> Turn.again(this, Duration.ofSeconds(1)));
        }

        @Override
        public String describe() {
            return "Looking at " + order.family();
        }
    }

    record Register(Order order, List<String> baseline) implements Change<String> {
        @Override
        public Set<Question<?>> questions() {
            return Set.of(new Revisions(order.family()));
        }

        @Override
        public Finding<String> find(View view) {
            Answer<List<String>> answer = view.of(new Revisions(order.family()));
            if (answer instanceof Answer.Unknown<List<String>> unknown) {
                return Finding.unclear(unknown.problem());
            }
            return answer.ifKnown().orElseThrow().stream()
                    .filter(revision -> !baseline.contains(revision))
                    .findFirst()
                    .map(Finding::made)
                    .orElseGet(Finding::absent);
        }

        @Override
        public Duration settle() {
            return Duration.ofSeconds(10);
        }

        @Override
        public String make(Tools tools) {
            return tools.client(EcsClient.class)
                    .registerTaskDefinition(request -> request.family(order.family())
                            .networkMode(NetworkMode.AWSVPC)
                            .containerDefinitions(container -> container.name("app").image(order.image()).memory(64)))
                    .taskDefinition()
                    .taskDefinitionArn();
        }

        @Override
        public Turn made(String arn) {
            return Turn.to(new Wait(arn, null), Fact.of("registered", "Registered " + arn));
        }

        @Override
        public Turn refused(Problem problem) {
            return Turn.to(new Ended(Outcome.stopped(problem.full())));
        }

        @Override
        public String describe() {
            return "registering a revision of " + order.family();
        }
    }

    record Wait(String arn, Instant since) implements Await {
        @Override
        public Turn next(View view) {
            if (since == null) {
                return Turn.to(new Wait(arn, view.now()));
            }
            if (view.stop().isPresent()) {
                return Turn.to(new Undo(arn));
            }
            return view.now().isBefore(since.plus(WAIT))
                    ? Turn.again(this, Duration.ofSeconds(5))
                    : Turn.to(new Ended(Outcome.succeeded("It stands.", Map.of("taskDefinition", arn))));
        }

        @Override
        public String describe() {
            return "waiting with " + arn;
        }
    }

    record Undo(String arn) implements Change<String> {
        private Revisions question() {
            return new Revisions(arn.replaceAll(".*/(.*):\\d+", "$1"));
        }

        @Override
        public Set<Question<?>> questions() {
            return Set.of(question());
        }

        @Override
        public Finding<String> find(View view) {
            Answer<List<String>> answer = view.of(question());
            if (answer instanceof Answer.Unknown<List<String>> unknown) {
                return Finding.unclear(unknown.problem());
            }
            return answer.ifKnown().orElseThrow().contains(arn) ? Finding.absent() : Finding.made(arn);
        }

        @Override
        public Duration settle() {
            return Duration.ofSeconds(10);
        }

        @Override
        public boolean yieldsToStop() {
            return false;
        }

        @Override
        public String make(Tools tools) {
            tools.client(EcsClient.class).deregisterTaskDefinition(request -> request.taskDefinition(arn));
            return arn;
        }

        @Override
        public Turn made(String result) {
            return Turn.to(new Ended(new Outcome(Verdict.ROLLED_BACK, "Deregistered " + arn, Map.of())));
        }

        @Override
        public Turn refused(Problem problem) {
            return Turn.to(new Ended(new Outcome(Verdict.ROLLBACK_FAILED, problem.full(), Map.of())));
        }

        @Override
        public String describe() {
            return "deregistering " + arn;
        }
    }

    /** Asks family by family. */
    static final class RevisionsLoader implements Loader<Revisions, List<String>> {
        @Override
        public Class<Revisions> question() {
            return Revisions.class;
        }

        @Override
        public int batch() {
            return 10;
        }

        @Override
        public Map<Revisions, Answer<List<String>>> load(Tools tools, Set<Revisions> questions) {
            Map<Revisions, Answer<List<String>>> answers = new HashMap<>();
            for (Revisions question : questions) {
                answers.put(question, Answer.known(tools.client(EcsClient.class)
                        .listTaskDefinitions(request -> request.familyPrefix(question.family()).sort(SortOrder.DESC))
                        .taskDefinitionArns()));
            }
            return answers;
        }
    }

    @Override
    public String kind() {
        return "stamp";
    }

    @Override
    public int schema() {
        return 2;
    }

    @Override
    public Class<Order> order() {
        return Order.class;
    }

    @Override
    public Phase begin(Order order) {
        return new Look(order);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        return Map.of("look", Look.class, "register", Register.class, "wait", Wait.class, "undo", Undo.class);
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of(new RevisionsLoader());
    }

    /** Schema 1 called the image a tag. */
    @Override
    public JsonNode upgrade(JsonNode saved, int from) {
        ObjectNode order = (ObjectNode) saved.get("order");
        order.set("image", order.remove("tag"));
        ObjectNode nested = (ObjectNode) saved.get("phase").get("state").get("order");
        if (nested != null) {
            nested.set("image", nested.remove("tag"));
        }
        return saved;
    }
}
