package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests through a listener at a steady rate, from threads of its own, and what came back: how many failed, and which
 * version answered when. A request has failed when its connection did, or when the status is 400 or above. Nothing is
 * tried twice.
 */
public final class Load implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int REMEMBERED_FAILURES = 50;
    private static final double PER_WORKER = 400;

    /**
     * What happened in one second of sandbox time.
     *
     * @param second since the epoch
     * @param byRevision how many requests each version answered, such as "web:7"; failures are under "failed"
     */
    public record Second(long second, Map<String, Long> byRevision) {}

    private final URI url;
    private final Time time;
    private final List<Thread> workers = new ArrayList<>();
    private final ConcurrentSkipListMap<Long, ConcurrentSkipListMap<String, AtomicLong>> seconds = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Message request;
    private Wire single;
    private volatile boolean stopped;

    private Load(URI url, Time time) {
        this.url = url;
        this.time = time;
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        this.request = Message.request("GET", url.getRawQuery() == null ? path : path + "?" + url.getRawQuery(),
                new Message.Field("Host", url.getAuthority()), new Message.Field("User-Agent", "sandbox-load"));
    }

    /** Begins now; {@code perSecond} requests in a second of this machine's time. */
    public static Load perSecond(URI url, Time time, double perSecond) {
        Load load = new Load(url, time);
        int workers = (int) Math.max(2, Math.ceil(perSecond / PER_WORKER));
        for (int i = 0; i < workers; i++) {
            double offset = i / perSecond;
            Thread worker = new Thread(() -> load.run(workers / perSecond, offset), "sandbox-load-" + i);
            worker.setDaemon(true);
            load.workers.add(worker);
        }
        load.workers.forEach(Thread::start);
        return load;
    }

    /**
     * Begins now; {@code perSecond} requests in a second of sandbox time. Where time moves by hand, each second's requests
     * are sent while that second passes, on the thread that moves it.
     */
    public static Load perSandboxSecond(URI url, Time time, double perSecond) {
        if (time.speed() > 0) {
            return perSecond(url, time, perSecond * time.speed());
        }
        Load load = new Load(url, time);
        load.tick(perSecond, 0);
        return load;
    }

    private void tick(double perSecond, double carried) {
        time.after(Duration.ofSeconds(1), () -> {
            if (stopped) {
                return;
            }
            double due = perSecond + carried;
            for (int i = 0; i < (int) due; i++) {
                single = send(single);
            }
            tick(perSecond, due - (int) due);
        });
    }

    /**
     * Begins now, for time that moves by hand: {@code perSecond} requests for every second that passes, from
     * {@code workers} threads beside the one that moves time, so that the world changes while requests are under way. Time
     * waits for them where they are more than half a second behind.
     */
    public static Load besideTime(URI url, Time time, int perSecond, int workers) {
        Load load = new Load(url, time);
        Semaphore due = new Semaphore(0);
        for (int i = 0; i < workers; i++) {
            Thread worker = new Thread(() -> load.run(due), "sandbox-load-" + i);
            worker.setDaemon(true);
            load.workers.add(worker);
        }
        load.workers.forEach(Thread::start);
        load.tenth(due, perSecond, 0, 0);
        return load;
    }

    /** A tenth of a second has passed. */
    private void tenth(Semaphore due, int perSecond, long tenths, long released) {
        time.after(Duration.ofMillis(100), () -> {
            if (stopped) {
                return;
            }
            long all = perSecond * (tenths + 1) / 10;
            due.release((int) (all - released));
            while (!stopped && due.availablePermits() > perSecond / 2) {
                Thread.onSpinWait();
                LockSupport.parkNanos(100_000);
            }
            tenth(due, perSecond, tenths + 1, all);
        });
    }

    private void run(Semaphore due) {
        Wire wire = null;
        while (!stopped) {
            try {
                if (due.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                    wire = send(wire);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        if (wire != null) {
            wire.close();
        }
    }

    private void run(double interval, double offset) {
        long begin = System.nanoTime() + (long) (offset * 1e9);
        long step = (long) (interval * 1e9);
        Wire wire = null;
        for (long number = 0; !stopped; number++) {
            long due = begin + number * step;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(wait);
            } else if (wait < -TimeUnit.SECONDS.toNanos(1)) {
                // This machine cannot keep up: what is a second late is left out, not sent in a burst.
                begin -= wait;
            }
            if (!stopped) {
                wire = send(wire);
            }
        }
        if (wire != null) {
            wire.close();
        }
    }

    private Wire send(Wire kept) {
        Wire wire = kept;
        sent.incrementAndGet();
        try {
            if (wire == null) {
                wire = new Wire(new Socket(url.getHost(), url.getPort()));
                wire.timeout(TIMEOUT_MILLIS);
            }
            wire.write(request, false);
            Message answer = wire.read(false);
            if (answer == null) {
                throw new IOException("The connection was closed without a response");
            }
            if (answer.status() >= 400) {
                count("failed", answer.start() + " from " + answer.field(Application.REVISION));
            } else {
                String revision = answer.field(Application.REVISION);
                count(revision.isEmpty() ? "answered" : revision, null);
            }
            return wire;
        } catch (IOException e) {
            if (wire != null) {
                wire.close();
            }
            count("failed", e.toString());
            return null;
        }
    }

    private void count(String by, String failure) {
        if (failure != null) {
            failed.incrementAndGet();
            if (failures.size() < REMEMBERED_FAILURES) {
                failures.add(time.now() + " " + failure);
            }
        }
        seconds.computeIfAbsent(time.now().getEpochSecond(), second -> new ConcurrentSkipListMap<>())
                .computeIfAbsent(by, name -> new AtomicLong()).incrementAndGet();
    }

    public long sent() {
        return sent.get();
    }

    public long failed() {
        return failed.get();
    }

    /** The first failures, each with its time and what happened. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** How many requests each version has answered so far; failures are under "failed". */
    public Map<String, Long> answers() {
        Map<String, Long> answers = new TreeMap<>();
        timeline().forEach(second -> second.byRevision().forEach((by, count) -> answers.merge(by, count, Long::sum)));
        return answers;
    }

    /** Second by second of sandbox time, oldest first. */
    public List<Second> timeline() {
        List<Second> timeline = new ArrayList<>();
        seconds.forEach((second, counts) -> {
            Map<String, Long> by = new TreeMap<>();
            counts.forEach((name, count) -> by.put(name, count.get()));
            timeline.add(new Second(second, by));
        });
        return timeline;
    }

    /** Stops sending and waits for the answers under way. */
    @Override
    public void close() {
        stopped = true;
        for (Thread worker : workers) {
            LockSupport.unpark(worker);
        }
        for (Thread worker : workers) {
            try {
                worker.join(TIMEOUT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (single != null) {
            single.close();
        }
    }
}
