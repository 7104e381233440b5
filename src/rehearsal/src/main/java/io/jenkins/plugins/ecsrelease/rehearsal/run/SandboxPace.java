package io.jenkins.plugins.ecsrelease.rehearsal.run;

import io.jenkins.plugins.ecsrelease.steps.Pace;
import java.time.Instant;

/**
 * The sandbox's time, held against this machine's.
 *
 * @param sandbox what time it was in the sandbox
 * @param real at which moment of this machine, in milliseconds since 1970
 */
public record SandboxPace(Instant sandbox, long real, double speed) implements Pace {

    @Override
    public Instant now() {
        return at(System.currentTimeMillis());
    }

    /** The sandbox's time at a moment of this machine. */
    public Instant at(long millis) {
        return sandbox.plusNanos((long) ((millis - real) * speed * 1_000_000));
    }

    /** The moment of this machine, in milliseconds since 1970, at which it was this time in the sandbox. */
    public long real(Instant there) {
        return real + (long) ((there.toEpochMilli() - sandbox.toEpochMilli()) / speed);
    }
}
