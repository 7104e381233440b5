package io.jenkins.plugins.ecsrelease.steps;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import java.util.Map;
import java.util.Optional;

/**
 * What a step asks of the engine.
 *
 * @param operation one of {@code engine.Operations.all()}
 * @param order plain values alone; its constructor refuses what is wrong
 * @param label what graph views call the step, naming the thing: "Deploy shop/shop-web"
 * @param labels kept with the journal beside job, build, url and node, for guards and pages: "cluster", "service"
 * @param deployment what it is about to change in an environment that may be gated; a step that changes nothing which a
 *     gate protects leaves it empty
 */
public record Work<O extends Record>(
        Operation<O> operation, O order, String label, Map<String, String> labels, Optional<Deployment> deployment) {

    public Work {
        labels = Map.copyOf(labels);
    }

    public static <O extends Record> Work<O> of(Operation<O> operation, O order, String label) {
        return new Work<>(operation, order, label, Map.of(), Optional.empty());
    }

    public Work<O> labelled(Map<String, String> more) {
        return new Work<>(operation, order, label, more, deployment);
    }

    /** The gate of the environment that this hits is checked before the work begins. */
    public Work<O> deploying(Deployment what) {
        return new Work<>(operation, order, label, labels, Optional.of(what));
    }
}
