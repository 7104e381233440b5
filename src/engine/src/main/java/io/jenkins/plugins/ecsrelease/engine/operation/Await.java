package io.jenkins.plugins.ecsrelease.engine.operation;

import java.time.Duration;
import java.time.Instant;

/** A phase that changes nothing: it looks, and decides what comes next. */
public non-sealed interface Await extends Phase {

    /**
     * Decides from what was read. To look again later, return {@link Turn#again(Phase, java.time.Duration)}.
     *
     * @param view answers to {@link #questions()}; an answer may be unknown, and unknown is never success
     */
    Turn next(View view);

    /**
     * What happens when a turn of this phase claimed what another operation has. By default it is tried again.
     *
     * @param holder who has it and where that stands, for people: "shop/main #41, which stands at: …"
     */
    default Turn taken(String holder, Instant now) {
        return Turn.again(this, Duration.ofSeconds(15));
    }
}
