package io.jenkins.plugins.ecsrelease.engine.operation;

import java.time.Duration;
import java.util.List;

/**
 * What a phase decided: where to stand next, when to look again, what to note, and output to pass on.
 *
 * @param next the phase to save; the same one to stay
 * @param after how long to wait before the next turn; zero for at once
 * @param facts notes for the timeline, in order
 * @param output bytes of followed output that this turn accounts for: appended to the operation's output file and made
 *     durable before {@code next} is saved, so that an offset kept in {@code next} never runs ahead of the file
 * @param claim what the operation must have to itself from here on; null for nothing more. Where another one has it, this
 *     turn does not happen, and {@link Await#taken} tells what does
 */
public record Turn(Phase next, Duration after, List<Fact> facts, byte[] output, Claim claim) {

    private static final byte[] NONE = {};

    public Turn {
        facts = List.copyOf(facts);
        output = output == null ? NONE : output;
    }

    public Turn(Phase next, Duration after, List<Fact> facts, byte[] output) {
        this(next, after, facts, output, null);
    }

    /** Goes on to another phase at once. */
    public static Turn to(Phase next, Fact... facts) {
        return new Turn(next, Duration.ZERO, List.of(facts), NONE);
    }

    /** Stays, or goes on, and looks again after a while. */
    public static Turn again(Phase next, Duration after, Fact... facts) {
        return new Turn(next, after, List.of(facts), NONE);
    }

    public Turn with(byte[] followed) {
        return new Turn(next, after, facts, followed, claim);
    }

    /** Only once this is the operation's own. */
    public Turn claiming(Claim wanted) {
        return new Turn(next, after, facts, output, wanted);
    }
}
