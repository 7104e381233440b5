package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One AWS account on this machine. Each room keeps its own state in a part of the world, found by its class; the parts of
 * a world see one another, and nothing is static. Calls and events of time hold the world's lock, so the control rooms see
 * one thing happen at a time; other threads that touch their state (a listener, a registry's upload) take it with
 * {@link #exclusively}.
 */
public final class World implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(World.class.getName());

    /** The account that the sandbox's keys belong to, unless a role of another account is assumed. */
    public static final String ACCOUNT = "123456789012";

    private final Time clock;
    private final Time time;
    private final Ledger ledger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Class<?>, Object> parts = new ConcurrentHashMap<>();

    public World(Time time) {
        this.clock = time;
        this.time = new OneAtATime(time);
        this.ledger = new Ledger(time);
    }

    /** Runs {@code body} while no call and no event of this world runs. Must not wait for another thread. */
    public <T, E extends Exception> T exclusively(Call.Body<T, E> body) throws E {
        lock.lock();
        try {
            return body.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets sandbox time pass on this thread, which holds no lock of the world: waits while time runs, moves it where it
     * moves by hand.
     */
    public void pass(Duration duration) {
        if (clock instanceof VirtualTime) {
            ((VirtualTime) clock).advance(duration);
            return;
        }
        CountDownLatch over = new CountDownLatch(1);
        clock.after(duration, over::countDown);
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes every part that can be closed; the place with its files last. */
    @Override
    public void close() {
        parts.values().stream().filter(part -> !(part instanceof Place)).forEach(World::close);
        close(part(Place.class));
    }

    private static void close(Object part) {
        if (part instanceof AutoCloseable) {
            try {
                ((AutoCloseable) part).close();
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "The sandbox could not close its " + part.getClass().getSimpleName(), e);
            }
        }
    }

    public Time time() {
        return time;
    }

    public Ledger ledger() {
        return ledger;
    }

    /** The one part of this class, made on first use by its constructor that takes a {@link World}. */
    public <T> T part(Class<T> type) {
        Object part = parts.get(type);
        if (part == null) {
            T made = make(type);
            Object first = parts.putIfAbsent(type, made);
            part = first == null ? made : first;
        }
        return type.cast(part);
    }

    private <T> T make(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(World.class);
            constructor.setAccessible(true);
            return constructor.newInstance(this);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The sandbox could not make its " + type.getSimpleName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no part of a world: it needs a constructor that takes a World.", e);
        }
    }

    /** Time whose events wait until the call that is being handled has ended. */
    private final class OneAtATime implements Time {

        private final Time time;

        OneAtATime(Time time) {
            this.time = time;
        }

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public Scheduled after(Duration delay, Runnable event) {
            return time.after(delay, () -> exclusively(() -> {
                event.run();
                return null;
            }));
        }

        @Override
        public double speed() {
            return time.speed();
        }
    }
}
