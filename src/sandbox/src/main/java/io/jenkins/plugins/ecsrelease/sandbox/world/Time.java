package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.time.Duration;
import java.time.Instant;

/**
 * The sandbox's time. Whatever takes time at AWS is scheduled here and nowhere else, so that one world can run in real
 * time, faster, or only when a test moves it.
 */
public interface Time {

    Instant now();

    /** Runs {@code event} once {@code delay} of sandbox time has passed. Events of one world never run at the same time. */
    Scheduled after(Duration delay, Runnable event);

    /** How many sandbox seconds pass in a real one; 0 where time moves only by hand. */
    double speed();

    interface Scheduled {
        void cancel();
    }
}
