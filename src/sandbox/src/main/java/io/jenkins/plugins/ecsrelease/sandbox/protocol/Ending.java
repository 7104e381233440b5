package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Whether a sandbox that runs by itself was asked to end. */
public final class Ending {

    private final CountDownLatch asked = new CountDownLatch(1);

    Ending(World world) {}

    void ask() {
        asked.countDown();
    }

    /**
     * Waits until the end is asked for, or nothing was asked for {@code idle}.
     *
     * @param idle zero for ever
     * @param idleSeconds since the last request
     */
    public void await(Duration idle, DoubleSupplier idleSeconds) throws InterruptedException {
        if (idle.isZero()) {
            asked.await();
            return;
        }
        double left = idle.toMillis() / 1000.0;
        while (left > 0 && !asked.await((long) (left * 1000) + 1, TimeUnit.MILLISECONDS)) {
            left = idle.toMillis() / 1000.0 - idleSeconds.getAsDouble();
        }
    }
}
