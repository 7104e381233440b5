package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was sent and is not acknowledged yet, and when its head is due to be sent again. Numbers start at 0 and are shared
 * by every kind of payload. Times are nanoseconds of a monotonic clock.
 */
final class Outgoing {

    private static final double MILLI = 1e6;
    private static final double LONGEST = 1_000;
    private static final double SHORTEST_VARIANCE = 10;

    private static final class Sent {
        final byte[] bytes;
        final long first;
        long last;
        int resent;

        Sent(byte[] bytes, long now) {
            this.bytes = bytes;
            this.first = now;
            this.last = now;
        }
    }

    private final Map<Long, Sent> unacknowledged = new LinkedHashMap<>();
    private long next;
    private double smoothed = 100;
    private double variance;
    private double timeout = 200;

    /** The number of the next message. */
    long number() {
        return next;
    }

    void sent(byte[] encoded, long now) {
        unacknowledged.put(next++, new Sent(encoded, now));
    }

    /** Forgets a message wherever it stands in the queue, and learns from the time its acknowledgement took. */
    void acknowledged(long number, long now) {
        Sent sent = unacknowledged.remove(number);
        if (sent != null) {
            learn((now - sent.last) / MILLI);
        }
    }

    private void learn(double sample) {
        variance = 0.75 * variance + 0.25 * Math.abs(smoothed - sample);
        smoothed = 0.875 * smoothed + 0.125 * sample;
        timeout = Math.min(LONGEST, smoothed + Math.max(SHORTEST_VARIANCE, 4 * variance));
    }

    /** The head of the queue, when it is due again; its time of sending is now. */
    Optional<byte[]> due(long now) {
        Iterator<Sent> sent = unacknowledged.values().iterator();
        if (!sent.hasNext()) {
            return Optional.empty();
        }
        Sent head = sent.next();
        if ((now - head.last) / MILLI <= timeout) {
            return Optional.empty();
        }
        head.last = now;
        head.resent++;
        return Optional.of(head.bytes);
    }

    /** How long the head has been waiting for its acknowledgement, in nanoseconds; 0 when nothing waits. */
    long oldest(long now) {
        Iterator<Sent> sent = unacknowledged.values().iterator();
        return sent.hasNext() ? now - sent.next().first : 0;
    }

    int size() {
        return unacknowledged.size();
    }

    double smoothedMillis() {
        return smoothed;
    }

    double varianceMillis() {
        return variance;
    }

    double timeoutMillis() {
        return timeout;
    }
}
