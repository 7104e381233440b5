package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.Optional;

/** What a {@link Change} sees of itself in AWS before it is made, or made again. */
public sealed interface Finding<A> {

    /** It is there, made by this operation. */
    record Made<A>(A result) implements Finding<A> {}

    /**
     * It is not there.
     *
     * @param instead when present, the change is no longer wanted or must be refused, and this follows
     */
    record Absent<A>(Optional<Turn> instead) implements Finding<A> {}

    /** It cannot be told now. The engine looks again later; it never calls on an unclear finding. */
    record Unclear<A>(Problem problem) implements Finding<A> {}

    static <A> Finding<A> made(A result) {
        return new Made<>(result);
    }

    static <A> Finding<A> absent() {
        return new Absent<>(Optional.empty());
    }

    static <A> Finding<A> instead(Turn turn) {
        return new Absent<>(Optional.of(turn));
    }

    static <A> Finding<A> unclear(Problem problem) {
        return new Unclear<>(problem);
    }
}
