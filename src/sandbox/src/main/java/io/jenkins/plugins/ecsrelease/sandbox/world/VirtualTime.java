package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that moves only when {@link #advance} says so; events run on the caller's thread, in order. */
public final class VirtualTime implements Time {

    private record Event(Instant at, long order, Runnable run, boolean[] cancelled) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private Instant now;
    private long order;

    public VirtualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Scheduled after(Duration delay, Runnable event) {
        Event planned = new Event(now.plus(delay), order++, event, new boolean[1]);
        events.add(planned);
        return () -> planned.cancelled()[0] = true;
    }

    @Override
    public double speed() {
        return 0;
    }

    /** Moves time on, running every event that falls due, those that events schedule included. */
    public void advance(Duration by) {
        Instant until = now().plus(by);
        while (true) {
            Event next;
            synchronized (this) {
                next = events.peek();
                if (next == null || next.at().isAfter(until)) {
                    // An event may have moved time on itself, and further.
                    now = now.isAfter(until) ? now : until;
                    return;
                }
                events.poll();
                now = next.at();
            }
            if (!next.cancelled()[0]) {
                next.run().run();
            }
        }
    }
}
