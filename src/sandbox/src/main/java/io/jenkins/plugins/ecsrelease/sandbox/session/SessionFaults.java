package io.jenkins.plugins.ecsrelease.sandbox.session;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What goes wrong between the gateway and its clients, drawn from one seed, and how much of it was driven. A part of the
 * world; all off until {@link #set}.
 */
public final class SessionFaults {

    /**
     * Shares are between 0 and 1.
     *
     * @param lostOutput of the agent's frames
     * @param duplicated of the agent's frames, sent twice
     * @param reordered of the agent's frames, sent after the one behind them
     * @param corrupted of the agent's frames, a bit of the payload turned
     * @param lostInput of the client's stream frames
     * @param lostAcknowledgements of the client's
     * @param fragmented of the agent's frames, sent as several WebSocket fragments
     * @param garbage how many frames of noise are sent for each frame of the agent
     * @param cutEvery a connection is cut after about this long; zero for never
     * @param pauseEvery the gateway pauses the agent for half of this time, this often; zero for never
     */
    public record Rates(
            long seed,
            double lostOutput,
            double duplicated,
            double reordered,
            double corrupted,
            double lostInput,
            double lostAcknowledgements,
            double fragmented,
            double garbage,
            Duration cutEvery,
            Duration pauseEvery) {

        public static final Rates NONE =
                new Rates(0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

        /** Five percent of frames lost, five duplicated, a fifth of the acknowledgements lost. */
        public static Rates lossy(long seed) {
            return new Rates(seed, 0.05, 0.05, 0.02, 0, 0.05, 0.2, 0.1, 0, Duration.ZERO, Duration.ZERO);
        }

        public Rates cutEvery(Duration period) {
            return new Rates(seed, lostOutput, duplicated, reordered, corrupted, lostInput, lostAcknowledgements, fragmented,
                    garbage, period, pauseEvery);
        }

        public Rates pauseEvery(Duration period) {
            return new Rates(seed, lostOutput, duplicated, reordered, corrupted, lostInput, lostAcknowledgements, fragmented,
                    garbage, cutEvery, period);
        }

        public Rates corrupted(double share) {
            return new Rates(seed, lostOutput, duplicated, reordered, share, lostInput, lostAcknowledgements, fragmented,
                    garbage, cutEvery, pauseEvery);
        }

        public Rates garbage(double frames) {
            return new Rates(seed, lostOutput, duplicated, reordered, corrupted, lostInput, lostAcknowledgements, fragmented,
                    frames, cutEvery, pauseEvery);
        }
    }

    private final Map<String, AtomicLong> driven = new LinkedHashMap<>();
    private volatile Rates rates = Rates.NONE;
    private Random random = new Random(0);
    private volatile boolean resumable = true;
    private volatile long cuts = Long.MAX_VALUE;

    SessionFaults(World world) {
        for (String what : new String[] {
            "sessions", "frames", "lost", "duplicated", "reordered", "corrupted", "fragmented", "garbage", "resent",
            "lost input", "lost acknowledgements", "acknowledgements", "cut", "paused", "resumed"
        }) {
            driven.put(what, new AtomicLong());
        }
    }

    public synchronized void set(Rates wanted) {
        rates = wanted;
        random = new Random(wanted.seed());
    }

    /** Whether {@code ssm:ResumeSession} knows sessions of ECS Exec; what AWS does is not published. */
    public void resumable(boolean answer) {
        resumable = answer;
    }

    /** After so many cuts no connection is cut any more, whatever the rates say. */
    public void cutsAtMost(long most) {
        cuts = most;
    }

    boolean cuts() {
        return driven.get("cut").get() < cuts;
    }

    boolean resumable() {
        return resumable;
    }

    Rates rates() {
        return rates;
    }

    synchronized boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    synchronized int below(int bound) {
        return random.nextInt(bound);
    }

    synchronized byte[] noise() {
        byte[] noise = new byte[random.nextInt(400)];
        random.nextBytes(noise);
        return noise;
    }

    void count(String what) {
        driven.get(what).incrementAndGet();
    }

    /** How often each happened so far, frames and sessions included. */
    public Map<String, Long> driven() {
        Map<String, Long> counts = new LinkedHashMap<>();
        driven.forEach((what, count) -> counts.put(what, count.get()));
        return counts;
    }
}
