package io.jenkins.plugins.ecsrelease.steps;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import java.util.Map;

/**
 * What a step asks of the engine.
 *
 * @param operation one of {@code engine.Operations.all()}
 * @param order plain values alone; its constructor refuses what is wrong
 * @param label what graph views call the step, naming the thing: "Deploy shop/shop-web"
 * @param labels kept with the journal beside job, build, url and node, for guards and pages: "cluster", "service"
 */
public record Work<O extends Record>(Operation<O> operation, O order, String label, Map<String, String> labels) {

    public Work {
        labels = Map.copyOf(labels);
    }

    public static <O extends Record> Work<O> of(Operation<O> operation, O order, String label) {
        return new Work<>(operation, order, label, Map.of());
    }
}
