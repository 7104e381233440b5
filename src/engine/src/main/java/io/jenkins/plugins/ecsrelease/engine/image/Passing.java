package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import java.time.Duration;
import java.time.Instant;

/** Which problems of a read are waited out. */
final class Passing {

    private static final Duration RENEWAL = Duration.ofMinutes(2);

    private Passing() {}

    /**
     * Lost and throttled reads pass until the end; credentials that ran out are renewed within a moment, and are wrong when
     * they are not.
     */
    static boolean is(Problem problem, Instant now, Instant begun, Instant end) {
        return switch (problem.kind()) {
            case LOST, THROTTLED -> now.isBefore(end);
            case CREDENTIALS -> now.isBefore(begun.plus(RENEWAL));
            case REFUSED, DENIED, NOT_FOUND -> false;
        };
    }
}
