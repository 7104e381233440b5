package io.jenkins.plugins.ecsrelease.engine.operation;

import java.time.Instant;

/**
 * Something said to a running operation from outside; on record before it acts.
 *
 * @param about what it refers to: for STOP why ("abort", "displaced", "timeout"), for PROCEED and ROLL_BACK which hold
 * @param who a user id, or what did it
 */
public record Signal(Kind kind, String about, String who, Instant at) {

    public enum Kind {
        STOP,
        PROCEED,
        ROLL_BACK,
        /** Another operation goes first: what has not begun at AWS does not begin. */
        GIVE_WAY
    }
}
