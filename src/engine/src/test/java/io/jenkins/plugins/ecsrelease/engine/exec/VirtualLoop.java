package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** A loop whose time passes only when it is told to, on the thread that tells it. */
final class VirtualLoop implements Loop {

    private record Due(long at, long order, Runnable body, boolean[] cancelled) {}

    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private long now;
    private long order;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void run(Runnable body) {
        after(0, body);
    }

    @Override
    public Delayed after(long nanos, Runnable body) {
        boolean[] cancelled = {false};
        due.add(new Due(now + Math.max(0, nanos), order++, body, cancelled));
        return () -> cancelled[0] = true;
    }

    void afterMillis(double millis, Runnable body) {
        after((long) (millis * 1e6), body);
    }

    double seconds() {
        return now / 1e9;
    }

    /** Lets this much time pass. */
    void pass(double millis) {
        long until = now + (long) (millis * 1e6);
        while (!due.isEmpty() && due.peek().at() <= until) {
            step();
        }
        now = until;
    }

    /** Lets time pass until something holds. */
    void until(double atMostSeconds, BooleanSupplier holds) {
        long end = now + (long) (atMostSeconds * 1e9);
        while (!holds.getAsBoolean()) {
            if (due.isEmpty() || due.peek().at() > end) {
                throw new AssertionError("not within " + atMostSeconds + " s");
            }
            step();
        }
    }

    private void step() {
        Due next = due.poll();
        now = Math.max(now, next.at());
        if (!next.cancelled()[0]) {
            next.body().run();
        }
    }
}
