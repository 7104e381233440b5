package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The one thread that all data channels of a host live on, and its monotonic clock. */
interface Loop {

    /** Nanoseconds of a monotonic clock. */
    long nanos();

    /** Runs it on the loop, soon. Once the loop is closed nothing runs any more. */
    void run(Runnable body);

    /** Runs it on the loop after this many nanoseconds, unless it is cancelled. */
    Delayed after(long nanos, Runnable body);

    /** Something that has not run yet. */
    @FunctionalInterface
    interface Delayed {
        void cancel();
    }

    /** A loop on this executor, which has one thread. */
    static Loop on(ScheduledExecutorService executor) {
        return new Loop() {
            private final Logger logger = Logger.getLogger(Loop.class.getName());

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void run(Runnable body) {
                try {
                    executor.execute(body);
                } catch (RejectedExecutionException e) {
                    logger.log(Level.FINE, "The loop is closed", e);
                }
            }

            @Override
            public Delayed after(long nanos, Runnable body) {
                try {
                    Future<?> scheduled = executor.schedule(body, nanos, TimeUnit.NANOSECONDS);
                    return () -> scheduled.cancel(false);
                } catch (RejectedExecutionException e) {
                    logger.log(Level.FINE, "The loop is closed", e);
                    return () -> {};
                }
            }
        };
    }
}
