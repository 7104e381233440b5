package io.jenkins.plugins.ecsrelease.engine.operation;

import java.time.Duration;

/**
 * A phase that makes exactly one change. Saving this phase is the write-ahead: the engine saves it before it calls
 * {@link #make}, and after a crash or a lost reply asks {@link #find} before it would call again.
 *
 * @param <A> what the change gives back: plain values only
 */
public non-sealed interface Change<A> extends Phase {

    /** Looks for the change in what was read. Asked before every call, also the first. */
    Finding<A> find(View view);

    /**
     * How long AWS may hide a change that was made. After a restart or a lost reply, "absent" counts only once this has
     * passed. Zero where AWS recognises a repeated call (a client token, a fixed name).
     */
    default Duration settle() {
        return Duration.ZERO;
    }

    /**
     * Whether a stop that is already on record keeps this change from being made. Clean-up and rollback answer false.
     * Where it answers true and the change is proven absent, the engine asks {@link #stopped}.
     */
    default boolean yieldsToStop() {
        return true;
    }

    /** What follows when a stop came before this change was made. */
    default Turn stopped(Signal stop) {
        return Turn.to(new Ended(Outcome.stopped("Stopped by " + stop.who() + " before: " + describe() + ".")));
    }

    /** One call, without retries. Throws what the SDK throws; the engine tells refused from lost. */
    A make(Tools tools) throws Exception;

    /** What follows once the change is known to be made, by this call or an earlier one. */
    Turn made(A result);

    /** What follows when AWS certainly did not make the change. Throttling does not come here: it is tried again. */
    Turn refused(Problem problem);
}
