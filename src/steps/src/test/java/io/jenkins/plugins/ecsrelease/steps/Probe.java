package io.jenkins.plugins.ecsrelease.steps;

import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An operation that waits for a word and ends as its order says. */
final class Probe implements Operation<Probe.Order> {

    /** @param waits "", or what it waits for before it ends: "signal" or "nothing more than a stop" */
    record Order(String verdict, String waits, boolean holds) {}

    record Waiting(Order order, boolean told) implements Await {
        @Override
        public Turn next(View view) {
            if (view.stop().isPresent()) {
                return end(Verdict.STOPPED, "stopped, about " + view.stop().get().about() + ", by " + view.stop().get().who());
            }
            if (view.first(Signal.Kind.ROLL_BACK).isPresent()) {
                return end(Verdict.ROLLED_BACK, "rolled back: " + view.first(Signal.Kind.ROLL_BACK).get().who());
            }
            if (order.waits().isEmpty() || order.waits().equals("signal") && view.first(Signal.Kind.PROCEED).isPresent()) {
                return end(Verdict.valueOf(order.verdict()), "as ordered");
            }
            Fact[] facts = order.holds() && !told ? new Fact[] {Fact.of("hold", "held", Map.of("point", "afterTraffic"))} : new Fact[0];
            return Turn.again(new Waiting(order, true), Duration.ofMillis(20), facts);
        }

        private static Turn end(Verdict verdict, String message) {
            return Turn.to(new Ended(new Outcome(verdict, message, Map.of("digest", "sha256:1", "findings", Map.of("HIGH", 2)))), Fact.of("end", "over"));
        }

        @Override
        public String describe() {
            return "waiting for a word";
        }
    }

    @Override
    public String kind() {
        return "probe";
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
        return new Waiting(order, false);
    }

    @Override
    public Map<String, Class<? extends Phase>> phases() {
        return Map.of("waiting", Waiting.class);
    }

    @Override
    public List<Loader<?, ?>> loaders() {
        return List.of();
    }
}
