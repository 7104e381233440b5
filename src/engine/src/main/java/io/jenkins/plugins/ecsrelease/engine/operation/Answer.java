package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.Optional;

/** What came of a {@link Question}. Unknown is an answer too, and never a good one. */
public sealed interface Answer<A> {

    record Known<A>(A value) implements Answer<A> {}

    record Unknown<A>(Problem problem) implements Answer<A> {}

    static <A> Answer<A> known(A value) {
        return new Known<>(value);
    }

    static <A> Answer<A> unknown(Problem problem) {
        return new Unknown<>(problem);
    }

    /** The value, where it is known. */
    default Optional<A> ifKnown() {
        return this instanceof Known<A> known ? Optional.of(known.value()) : Optional.empty();
    }

    /** The problem, where the answer is unknown. */
    default Optional<Problem> ifUnknown() {
        return this instanceof Unknown<A> unknown ? Optional.of(unknown.problem()) : Optional.empty();
    }
}
