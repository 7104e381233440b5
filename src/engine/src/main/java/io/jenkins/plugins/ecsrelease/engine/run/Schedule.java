package io.jenkins.plugins.ecsrelease.engine.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * When things happen, and on which thread: a timer that only ticks, and six workers of our own.
 *
 * <p>The timer is the host's (in Jenkins {@code jenkins.util.Timer}, as SYSTEM) and is never kept busy: at a tick it hands
 * what is due to the workers. Delays are monotonic; a clock that is set has no effect on them. Of the workers at most four
 * read and two tell hosts at once, so that neither reads that hang nor hosts that do not listen hold up a change or a stop.
 */
final class Schedule implements AutoCloseable {

    static final int WORKERS = 6;
    private static final int READERS = 4;
    private static final int TELLERS = 2;

    private static final Logger LOGGER = Logger.getLogger(Schedule.class.getName());

    /** What goes first when more is to be done than there are workers. */
    enum Urgency {
        /** A change, and whatever a signal asks for. */
        CHANGE,
        DECIDE,
        DELIVER,
        READ
    }

    /** Runs something once, after a delay; must not block. */
    interface Timer {
        void in(Duration delay, Runnable tick);
    }

    /** Something planned; cancelling is cheap. */
    static final class Planned {
        private final long due;
        private final long order;
        private final Runnable run;
        private volatile boolean cancelled;

        private Planned(long due, long order, Runnable run) {
            this.due = due;
            this.order = order;
            this.run = run;
        }

        void cancel() {
            cancelled = true;
        }

        /** Whether it is due later than this many nanoseconds of the schedule's own clock. */
        boolean after(long nanos) {
            return due - nanos > 0;
        }
    }

    private record Job(Urgency urgency, long order, Runnable task) implements Runnable, Comparable<Job> {
        @Override
        public void run() {
            task.run();
        }

        @Override
        public int compareTo(Job other) {
            int first = urgency.compareTo(other.urgency);
            return first != 0 ? first : Long.compare(order, other.order);
        }
    }

    private final Timer timer;
    private final Executor workers;
    private final LongSupplier nanos;
    private final Runnable release;
    private final AtomicLong orders = new AtomicLong();
    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(Comparator.<Planned>comparingLong(plan -> plan.due).thenComparingLong(plan -> plan.order));
    private final Lane reads = new Lane(READERS);
    private final Lane tells = new Lane(TELLERS);
    private Long armed;
    private volatile boolean closed;

    /** @param release called at the end, to let go of what is the schedule's own */
    Schedule(Timer timer, Executor workers, LongSupplier nanos, Runnable release) {
        this.timer = timer;
        this.workers = workers;
        this.nanos = nanos;
        this.release = release;
    }

    /** Six daemon threads whose context class loader is ours; they end when there is nothing to do. */
    static ThreadPoolExecutor sixWorkers() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(WORKERS, WORKERS, 30, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), run -> {
            Thread thread = new Thread(run, "ecs-release-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(Schedule.class.getClassLoader());
            return thread;
        });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** Plans something short that does not block. */
    Planned after(Duration delay, Runnable quick) {
        Planned plan = new Planned(nanos() + delay.toNanos(), orders.getAndIncrement(), quick);
        synchronized (planned) {
            planned.add(plan);
        }
        arm();
        return plan;
    }

    /** Puts something to the workers. */
    void work(Urgency urgency, Runnable run) {
        Job job = new Job(urgency, orders.getAndIncrement(), run);
        switch (urgency) {
            case READ -> reads.enter(job);
            case DELIVER -> tells.enter(job);
            default -> execute(job);
        }
    }

    /** Jobs of which only so many may be at work at once. */
    private final class Lane {

        private final int most;
        private final Deque<Job> waiting = new ArrayDeque<>();
        private int running;

        Lane(int most) {
            this.most = most;
        }

        synchronized void enter(Job job) {
            if (running < most) {
                running++;
                execute(through(job));
            } else {
                waiting.add(job);
            }
        }

        private Job through(Job job) {
            return new Job(job.urgency(), job.order(), () -> {
                try {
                    job.run();
                } finally {
                    left();
                }
            });
        }

        private synchronized void left() {
            Job next = waiting.poll();
            if (next == null) {
                running--;
            } else {
                execute(through(next));
            }
        }
    }

    private void execute(Job job) {
        if (closed) {
            return;
        }
        try {
            workers.execute(job);
        } catch (RejectedExecutionException e) {
            // Closing: whatever this was is found again on disk.
            LOGGER.log(Level.FINE, "Not begun, as the engine closes", e);
        }
    }

    private void arm() {
        Duration delay;
        synchronized (planned) {
            Planned first = planned.peek();
            if (first == null || closed || (armed != null && armed <= first.due)) {
                return;
            }
            armed = first.due;
            delay = Duration.ofNanos(Math.max(0, first.due - nanos()));
        }
        try {
            timer.in(delay, this::tick);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The host's timer is shut down", e);
        }
    }

    private void tick() {
        while (!closed) {
            Planned due;
            synchronized (planned) {
                due = planned.peek();
                if (due == null || due.due - nanos() > 0) {
                    armed = null;
                    break;
                }
                planned.poll();
            }
            if (!due.cancelled) {
                due.run.run();
            }
        }
        arm();
    }

    /** Begins nothing more; what has begun gets up to {@code wait}. */
    void close(Duration wait) {
        closed = true;
        if (workers instanceof ThreadPoolExecutor pool) {
            pool.shutdown();
            try {
                if (!pool.awaitTermination(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    pool.shutdownNow();
                }
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
        release.run();
    }

    @Override
    public void close() {
        close(Duration.ZERO);
    }
}
