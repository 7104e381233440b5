package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The resources that {@code lock} blocks hold, and who waits for them. */
public final class Locks {

    private final Map<String, Deque<Runnable>> held = new HashMap<>();

    /** Runs {@code granted} now, or when the resource is free. */
    void take(String resource, Runnable granted) {
        synchronized (this) {
            Deque<Runnable> waiting = held.get(resource);
            if (waiting != null) {
                waiting.add(granted);
                return;
            }
            held.put(resource, new ArrayDeque<>());
        }
        granted.run();
    }

    void release(String resource) {
        Runnable next;
        synchronized (this) {
            next = held.get(resource).poll();
            if (next == null) {
                held.remove(resource);
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
