package io.jenkins.plugins.ecsrelease.engine.operation;

/** How an operation ended. Only {@link #SUCCEEDED} is success. */
public enum Verdict {
    /** What was asked is live and was seen to be. */
    SUCCEEDED,
    /** The change was undone; what ran before runs again. */
    ROLLED_BACK,
    /** The change failed, and so did undoing it: a person has to look now. */
    ROLLBACK_FAILED,
    /** Ended before its aim by a refusal, a failure or a person; the message says what was left. */
    STOPPED,
    /** Someone else's newer change took its place. */
    SUPERSEDED,
    /** Its time is over while AWS is still at work. */
    TIMED_OUT,
    /** It cannot be known, and the message says why. */
    UNKNOWN
}
