package io.jenkins.plugins.ecsrelease.engine.operation;

import java.time.Instant;

/**
 * Something that one operation of a controller has to itself, from the turn that asks for it until the operation ends:
 * a service that is about to be deployed to. It is saved with the operation, and taken in one step: of two that want the
 * same at the same instant one gets it, and the other's phase is asked what it does then, {@link Await#taken}.
 *
 * <p>It holds between the builds of one controller. What others do is seen at AWS, right before each change.
 *
 * @param of what; the same text is the same thing
 * @param insistsFrom null to wait for one's turn. Otherwise whoever has it is told to give way
 *     ({@link Signal.Kind#GIVE_WAY}), and from this time on it is taken without waiting any longer
 */
public record Claim(String of, Instant insistsFrom) {

    /** Waits for its turn. */
    public static Claim to(String of) {
        return new Claim(of, null);
    }

    /** Goes first. */
    public static Claim first(String of, Instant insistsFrom) {
        return new Claim(of, insistsFrom);
    }

    public boolean goesFirst() {
        return insistsFrom != null;
    }
}
