package io.jenkins.plugins.ecsrelease.engine;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import java.util.List;

/** Every kind of operation that this version can run and resume. */
public final class Operations {

    private Operations() {}

    public static List<Operation<?>> all() {
        return List.of();
    }
}
