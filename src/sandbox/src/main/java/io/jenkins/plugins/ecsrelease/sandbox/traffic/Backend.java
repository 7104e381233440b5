package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A target group as requests see it: whom to ask, and what came back. Safe from any thread. */
public final class Backend {

    /** One target as requests see it. */
    public static final class Target {

        private final Ports.Port port;
        private final AtomicInteger underway = new AtomicInteger();
        private volatile boolean leaving;

        /**
         * @param port null where nothing listens
         */
        public Target(Ports.Port port) {
            this.port = port;
        }

        /** What answers there, for requests that exist in the model only. */
        Ports.Answer answer() throws IOException {
            Ports.Answer answer = port == null ? null : port.answer();
            if (answer == null) {
                throw new ConnectException("Nothing listens at the target's address");
            }
            return answer;
        }

        InetSocketAddress address() throws IOException {
            if (port == null) {
                throw new ConnectException("Nothing listens at the target's address");
            }
            try {
                return port.address();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        /** No request is sent to it from now on. */
        public void leave() {
            leaving = true;
        }

        /** Requests that it has not answered yet. */
        public int underway() {
            return underway.get();
        }

        /** Counts a request in first, so that a target that leaves meanwhile is either refused here or waits for it. */
        boolean enter() {
            underway.incrementAndGet();
            if (leaving) {
                underway.decrementAndGet();
                return false;
            }
            return true;
        }

        void exit() {
            underway.decrementAndGet();
        }
    }

    private final Time time;
    private final AtomicInteger turn = new AtomicInteger();
    private final ConcurrentSkipListMap<Long, Counts> minutes = new ConcurrentSkipListMap<>();
    private volatile List<Target> targets = List.of();

    public Backend(Time time) {
        this.time = time;
    }

    /** Those that get requests from now on. */
    public void targets(List<Target> serving) {
        targets = List.copyOf(serving);
    }

    /** The next target in turn, entered; null when there is none. */
    Target next() {
        List<Target> now = targets;
        for (int i = 0; i < now.size(); i++) {
            Target target = now.get(Math.floorMod(turn.getAndIncrement(), now.size()));
            if (target.enter()) {
                return target;
            }
        }
        return null;
    }

    /** What this minute of sandbox time has seen so far. */
    Counts counts() {
        return minutes.computeIfAbsent(time.now().getEpochSecond() / 60, minute -> new Counts());
    }

    /** Takes what minutes before {@code minute} (since the epoch) have seen. */
    public NavigableMap<Long, Counts> takeBefore(long minute) {
        NavigableMap<Long, Counts> over = new ConcurrentSkipListMap<>();
        for (Map.Entry<Long, Counts> first = minutes.firstEntry(); first != null && first.getKey() < minute; first = minutes.firstEntry()) {
            over.put(first.getKey(), first.getValue());
            minutes.remove(first.getKey());
        }
        return over;
    }
}
