package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import java.util.Optional;

/** The outcome that a phase carries, wherever on its last steps it is. */
final class Outcomes {

    private Outcomes() {}

    static Outcome of(Turn turn) {
        return in(turn.next()).orElseThrow(() -> new AssertionError("No outcome in " + turn.next()));
    }

    static Optional<Outcome> in(Phase phase) {
        if (phase instanceof Ended ended) {
            return Optional.of(ended.outcome());
        } else if (phase instanceof Remember remember) {
            return Optional.of(remember.outcome());
        } else if (phase instanceof Restore restore) {
            return Optional.of(restore.outcome());
        }
        return Optional.empty();
    }
}
