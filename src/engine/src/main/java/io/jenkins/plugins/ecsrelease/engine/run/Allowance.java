package io.jenkins.plugins.ecsrelease.engine.run;

import java.time.Duration;

/**
 * How many calls one identity may make in a region: a bucket of tokens that fills steadily, and a pause that doubles while
 * AWS throttles or fails. AWS counts per account and region, and other tools call too, so this stays well below what
 * <a href="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/request-throttling.html">ECS allows</a>.
 */
final class Allowance {

    /** Calls a second that the bucket fills with. */
    static final double RATE = 10;
    /** Calls that may be made at once after a quiet while. */
    static final double BURST = 40;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private double tokens = BURST;
    private long filled;
    private boolean begun;
    private Duration pause = Duration.ZERO;
    private long pausedUntil;
    private Flight speaker;

    /**
     * Takes a token, if need be one that is yet to come.
     *
     * @return how long to wait before the call
     */
    synchronized Duration take(long now) {
        fill(now);
        tokens -= 1;
        long wait = tokens >= 0 ? 0 : (long) (-tokens / RATE * 1e9);
        if (!pause.isZero()) {
            wait = Math.max(wait, pausedUntil - now);
        }
        return Duration.ofNanos(Math.max(0, wait));
    }

    /** Accounts for calls that a reading made beyond its first. */
    synchronized void also(int calls, long now) {
        fill(now);
        tokens -= calls;
    }

    synchronized void troubled(long now) {
        pause = pause.isZero() ? SHORTEST : min(pause.multipliedBy(2), LONGEST);
        pausedUntil = now + pause.toNanos();
    }

    synchronized void well() {
        pause = Duration.ZERO;
    }

    /** Whose session speaks for all operations with the same permissions: the same one as long as it is there. */
    synchronized Flight speaker(Flight asking) {
        if (speaker == null || !speaker.followed()) {
            speaker = asking;
        }
        return speaker;
    }

    private void fill(long now) {
        if (begun) {
            tokens = Math.min(BURST, tokens + (now - filled) / 1e9 * RATE);
        }
        begun = true;
        filled = now;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
