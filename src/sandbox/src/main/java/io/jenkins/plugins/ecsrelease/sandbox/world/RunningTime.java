package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Time that runs by the clock, as fast as AWS (speed 1) or faster. Events run one after another on one daemon thread. */
public final class RunningTime implements Time, AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(RunningTime.class.getName());

    private final Instant start;
    private final long origin = System.nanoTime();
    private final double speed;
    private final ScheduledExecutorService events = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "sandbox-time");
        thread.setDaemon(true);
        return thread;
    });

    public RunningTime(Instant start, double speed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("The sandbox's speed must be above 0, not " + speed + ".");
        }
        this.start = start;
        this.speed = speed;
    }

    @Override
    public Instant now() {
        return start.plusNanos((long) ((System.nanoTime() - origin) * speed));
    }

    @Override
    public Scheduled after(Duration delay, Runnable event) {
        Future<?> planned = events.schedule(() -> {
            try {
                event.run();
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.SEVERE, "An event of the sandbox failed", e);
            }
        }, (long) (delay.toNanos() / speed), TimeUnit.NANOSECONDS);
        return () -> planned.cancel(false);
    }

    @Override
    public double speed() {
        return speed;
    }

    @Override
    public void close() {
        events.shutdownNow();
    }
}
