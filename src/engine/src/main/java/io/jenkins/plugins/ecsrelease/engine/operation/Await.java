package io.jenkins.plugins.ecsrelease.engine.operation;

/** A phase that changes nothing: it looks, and decides what comes next. */
public non-sealed interface Await extends Phase {

    /**
     * Decides from what was read. To look again later, return {@link Turn#again(Phase, java.time.Duration)}.
     *
     * @param view answers to {@link #questions()}; an answer may be unknown, and unknown is never success
     */
    Turn next(View view);
}
