package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs operations in short turns, with what they stand on saved between the turns, so that the process may end at any
 * point: a new engine over the same directory goes on with every operation that a host follows again.
 *
 * <p>One engine at a time works in a directory.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Engine.class.getName());
    private static final Duration FOR_CALLS = Duration.ofSeconds(10);

    private final Journals journals;
    private final Schedule schedule;
    private final Loop loop;
    private final Claims claims;
    private final Clock clock;
    private final Seam seam;
    private final Duration spread;
    private final Containers containers;
    private final Map<String, Flight> flights = new ConcurrentHashMap<>();
    private final Map<String, Journal> unreadable = new ConcurrentHashMap<>();

    private Engine(Builder builder) throws IOException {
        journals = builder.files == null
                ? new Journals(Objects.requireNonNull(builder.directory, "An engine needs a directory for its journals."), builder.operations)
                : builder.files;
        clock = builder.clock;
        seam = builder.seam;
        spread = builder.spread;
        containers = builder.containers;
        schedule = builder.schedule();
        AwsClients clients = Objects.requireNonNull(builder.clients, "An engine needs clients of AWS.");
        Watch watch = new Watch(schedule, seam, clients, containers, builder.together);
        claims = new Claims(schedule.nanos());
        loop = new Loop(journals, schedule, watch, clients, containers, clock, seam, claims, this::ended);
        for (Journals.Loaded loaded : journals.load()) {
            if (loaded instanceof Journals.Loaded.Usable usable) {
                Flight flight = Flight.found(usable.saved(), schedule.nanos());
                flights.put(flight.id(), flight);
                claims.found(flight);
            } else if (loaded instanceof Journals.Loaded.Unusable unusable) {
                LOGGER.log(Level.WARNING, unusable.journal().description());
                unreadable.put(unusable.journal().id(), unusable.journal());
            }
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Puts a new operation on record; on disk before this returns. Nothing happens until it is followed. With an id that
     * is on record already nothing changes.
     *
     * @param id letters, digits, '.', '_' and '-', at most 200; unique among all operations of this host
     * @param labels what the host wants to find again: job, build, url, node
     * @throws IllegalArgumentException when the id is not a name, or the engine does not know the operation
     */
    public <O extends Record> void open(
            String id, Operation<O> operation, O order, Identity identity, Map<String, String> labels) throws IOException {
        JournalFiles.checked(id);
        if (!journals.knows(operation)) {
            throw new IllegalArgumentException("This engine could not resume '" + operation.kind() + "': it was not told of it.");
        }
        Saved saved = new Saved(id, operation, identity, labels, clock.instant(), order, operation.begin(order), List.of(),
                Optional.empty(), Optional.empty(), 0, 0);
        Flight flight = new Flight(saved);
        synchronized (flight) {
            if (unreadable.containsKey(id) || flights.putIfAbsent(id, flight) != null) {
                return;
            }
            try {
                loop.write(flight, saved, List.of(), new byte[0]);
            } catch (IOException | RuntimeException | Error e) {
                flights.remove(id);
                throw e;
            }
        }
    }

    /**
     * Attaches the host and starts turns; after a restart only this is called. An operation that has ended tells its
     * outcome again. A later follower takes the place of an earlier one. Does no I/O on the calling thread.
     */
    public void follow(String id, Follower follower) {
        Flight flight = flights.get(id);
        if (flight == null) {
            schedule.work(Schedule.Urgency.DECIDE, () -> tellClosed(id, follower));
            return;
        }
        boolean first;
        synchronized (flight) {
            flight.follow(follower, schedule);
            first = flight.resumed;
        }
        loop.plan(flight, first ? delay(flight) : Duration.ZERO);
    }

    /** Pending changes and whatever a signal waits for come first; the rest is spread, each operation at its own point. */
    private Duration delay(Flight flight) {
        Saved saved = flight.saved();
        if (saved.phase() instanceof Change<?> || saved.phase() instanceof Ended || !saved.signals().isEmpty()) {
            return Duration.ZERO;
        }
        long point = Integer.toUnsignedLong(saved.id().hashCode() * 0x9E3779B9);
        return Duration.ofNanos((long) (spread.toNanos() * (point / 4294967296.0)));
    }

    private void tellClosed(String id, Follower follower) {
        Outcome outcome;
        Journal damaged = unreadable.get(id);
        if (damaged != null) {
            outcome = damaged.outcome().orElseThrow();
        } else {
            try {
                outcome = Journal.read(follower.archive(), id)
                        .flatMap(Journal::outcome)
                        .orElseGet(() -> unknown("There is no journal of " + id + " any more, so it is not known what it did."));
            } catch (IOException | RuntimeException e) {
                outcome = unknown("The closed journal of " + id + " could not be read: " + e.getMessage() + ".");
            }
        }
        new Outbox(follower, schedule).end(outcome);
    }

    private static Outcome unknown(String message) {
        return new Outcome(Verdict.UNKNOWN, message, Map.of());
    }

    /**
     * Says something to an operation; on disk before this returns, and before it acts. Of several stops the first counts.
     *
     * @return false when there is no open operation of this id: nothing was said
     * @throws IOException when it could not be saved: nothing was said
     */
    public boolean signal(String id, Signal signal) throws IOException {
        Flight flight = flights.get(id);
        if (flight == null) {
            return false;
        }
        synchronized (flight) {
            Saved saved = flight.saved();
            if (saved.phase() instanceof Ended) {
                return false;
            }
            boolean stopped = saved.signals().stream().anyMatch(earlier -> earlier.kind() == Signal.Kind.STOP);
            if (signal.kind() == Signal.Kind.STOP && stopped) {
                return true;
            }
            loop.write(flight, saved.with(signal), List.of(), new byte[0]);
        }
        loop.hurry(flight);
        return true;
    }

    /** An operation on record, open or unreadable; closed ones are read with {@link Journal#read} from their archive. */
    public Optional<Journal> journal(String id) {
        Flight flight = flights.get(id);
        return flight == null ? Optional.ofNullable(unreadable.get(id)) : Optional.of(journals.view(flight.saved()));
    }

    /** Everything on record that is not archived, oldest first: guards look here, and orphans are found here. */
    public List<Journal> open() {
        List<Journal> open = new ArrayList<>(unreadable.values());
        flights.values().forEach(flight -> open.add(journals.view(flight.saved())));
        open.sort(Comparator.comparing(Journal::created));
        return open;
    }

    private void ended(Flight flight) {
        claims.release(flight);
        Saved saved = flight.saved();
        Follower host = flight.follower();
        Outbox outbox = flight.outbox();
        if (host == null) {
            return;
        }
        try {
            journals.archive(saved, host.archive());
            flights.remove(saved.id(), flight);
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "The journal of " + saved.id() + " stays among the open ones", e);
            outbox.line("The journal could not be moved to its build: " + e.getMessage());
        }
        outbox.end(((Ended) saved.phase()).outcome());
    }

    /**
     * Starts no more turns, and gives calls under way ten seconds. What runs on AWS goes on, and so does the operation in
     * the next engine. No outcome is told: ending is not a failure. Clients stay open; whoever made them closes them.
     */
    @Override
    public void close() {
        schedule.close(FOR_CALLS);
        journals.close();
        containers.close();
    }

    /** What an engine is made of. */
    public static final class Builder {

        private Path directory;
        private Journals files;
        private AwsClients clients;
        private List<Operation<?>> operations = List.of();
        private ScheduledExecutorService timer;
        private Schedule own;
        private Containers containers = (tools, container) -> {
            throw new IllegalStateException("This engine cannot reach containers.");
        };
        private Duration spread = Duration.ofMinutes(1);
        private Duration together = Watch.TOGETHER;
        private Clock clock = Clock.systemUTC();
        private double speed = 1;
        private Seam seam = Seam.NONE;

        private Builder() {}

        /** The directory of open journals, made when it is missing. Required. */
        public Builder journals(Path directory) {
            this.directory = directory;
            return this;
        }

        /** Required. */
        public Builder clients(AwsClients clients) {
            this.clients = clients;
            return this;
        }

        /** Every kind that may be opened or resumed. Required. */
        public Builder operations(List<Operation<?>> operations) {
            this.operations = List.copyOf(operations);
            return this;
        }

        /** The host's timer, used for ticks alone; without one the engine has a thread of its own for it. */
        public Builder timer(ScheduledExecutorService timer) {
            this.timer = timer;
            return this;
        }

        /**
         * Another time than the machine's: for rehearsals against a sandbox whose time runs fast. Delays, deadlines and the
         * times on record follow it.
         *
         * @param now what time it is there
         * @param speed how many of its seconds pass in one of the machine's, above 0
         */
        public Builder pace(Instant now, double speed) {
            if (!(speed > 0)) {
                throw new IllegalArgumentException("Time must run forward, not at a speed of " + speed + ".");
            }
            this.speed = speed;
            this.clock = new FastClock(now, speed);
            return this;
        }

        /** How programs in containers are reached. Closed with the engine. */
        public Builder containers(Containers containers) {
            this.containers = containers;
            return this;
        }

        /** Over how long the operations found on disk take up their turns again; default one minute. */
        public Builder resumeOver(Duration spread) {
            this.spread = spread;
            return this;
        }

        Builder files(Journals files) {
            this.files = files;
            return this;
        }

        /** Time, and whose threads: a test's own. */
        Builder time(Clock clock, Schedule.Timer timer, Executor workers, LongSupplier nanos) {
            this.clock = clock;
            this.own = new Schedule(timer, workers, nanos, () -> {});
            return this;
        }

        Builder seam(Seam seam) {
            this.seam = seam;
            return this;
        }

        /** @throws IOException when the directory cannot be read or made */
        public Engine build() throws IOException {
            return new Engine(this);
        }

        private Schedule schedule() {
            if (own != null) {
                return own;
            }
            if (timer != null) {
                return new Schedule(ticks(timer), Schedule.sixWorkers(), nanos(), () -> {});
            }
            ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(run -> {
                Thread thread = new Thread(run, "ecs-release-tick");
                thread.setDaemon(true);
                return thread;
            });
            return new Schedule(ticks(ticker), Schedule.sixWorkers(), nanos(), ticker::shutdownNow);
        }

        private LongSupplier nanos() {
            long origin = System.nanoTime();
            double pace = speed;
            return pace == 1 ? System::nanoTime : () -> (long) ((System.nanoTime() - origin) * pace);
        }

        private Schedule.Timer ticks(ScheduledExecutorService timer) {
            double pace = speed;
            return (delay, tick) -> timer.schedule(tick, (long) (delay.toNanos() / pace), TimeUnit.NANOSECONDS);
        }
    }
}
