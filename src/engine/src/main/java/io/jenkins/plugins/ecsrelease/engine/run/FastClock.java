package io.jenkins.plugins.ecsrelease.engine.run;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that runs faster than the machine's, from a time of its own. */
final class FastClock extends Clock {

    private final Instant start;
    private final double speed;
    private final long origin = System.nanoTime();

    FastClock(Instant start, double speed) {
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant instant() {
        return start.plusNanos((long) ((System.nanoTime() - origin) * speed));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("The engine works in UTC.");
    }
}
