package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The one loop: ask, decide, save, make, save.
 *
 * <p>A turn asks what its phase wants to know and decides on the answers; {@link Making} makes the changes. A turn may be the
 * last at any point: whatever it did is found again from what was saved before it.
 */
final class Loop {

    private static final Logger LOGGER = Logger.getLogger(Loop.class.getName());

    static final Duration SAVE_AGAIN = Duration.ofSeconds(5);
    private static final Duration AFTER_ERROR = Duration.ofMinutes(1);
    /** The least between two turns in the same phase. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Journals journals;
    private final Schedule schedule;
    private final Watch watch;
    private final Clock clock;
    private final Seam seam;
    private final Claims claims;
    private final Making making;
    private final Ending ending;
    private final Audit audit;

    /** What happens to an operation that has ended. */
    interface Ending {
        void ended(Flight flight);
    }

    Loop(Journals journals, Schedule schedule, Watch watch, AwsClients clients, Containers containers, Clock clock, Seam seam,
            Claims claims, Ending ending) {
        this.journals = journals;
        this.schedule = schedule;
        this.watch = watch;
        this.clock = clock;
        this.seam = seam;
        this.claims = claims;
        this.ending = ending;
        making = new Making(this, journals, schedule, clients, containers, clock, seam);
        this.audit = new Audit(clients, schedule);
    }

    /** A signal was saved: what waits for a routine read starts again at once, at the head of the queue. */
    void hurry(Flight flight) {
        synchronized (flight) {
            if (flight.reading != 0 && !flight.readingUrgently) {
                flight.reading = 0;
                flight.turning = false;
            }
            plan(flight, Duration.ZERO);
        }
    }

    /** Plans the next turn; an earlier plan stands. One turn at a time: asked during a turn, it follows that turn. */
    void plan(Flight flight, Duration delay) {
        synchronized (flight) {
            if (!flight.followed()) {
                return;
            }
            if (flight.turning) {
                flight.again |= delay.isZero();
                return;
            }
            if (flight.next != null) {
                if (!flight.next.after(schedule.nanos() + delay.toNanos())) {
                    return;
                }
                flight.next.cancel();
            }
            if (delay.isZero()) {
                flight.next = null;
                begin(flight);
            } else {
                flight.next = schedule.after(delay, () -> begin(flight));
            }
        }
    }

    private void begin(Flight flight) {
        synchronized (flight) {
            flight.next = null;
            if (flight.turning || !flight.followed()) {
                return;
            }
            flight.turning = true;
            flight.again = false;
            flight.resumed = false;
            work(flight, () -> turn(flight));
        }
    }

    private void work(Flight flight, Runnable part) {
        schedule.work(flight.urgent() ? Schedule.Urgency.CHANGE : Schedule.Urgency.DECIDE, () -> {
            try {
                part.run();
            } catch (Error e) {
                // Out of memory, say. Nothing is known to be wrong with the operation itself.
                finish(flight, AFTER_ERROR);
                throw e;
            }
        });
    }

    private void turn(Flight flight) {
        if (!alive(flight)) {
            return;
        }
        Saved saved = flight.saved();
        if (saved.phase() instanceof Ended) {
            finish(flight, Duration.ZERO);
            ending.ended(flight);
            return;
        }
        if (flight.outbox().full() && !flight.urgent()) {
            finish(flight, LEAST);
            return;
        }
        try {
            Set<Question<?>> questions = saved.phase().questions();
            if (flight.unsaved != null) {
                apply(flight, flight.unsaved);
            } else if (questions.isEmpty()) {
                decide(flight, saved.phase(), Map.of());
            } else {
                long reading;
                boolean urgent = flight.urgent();
                synchronized (flight) {
                    reading = ++flight.readings;
                    flight.reading = reading;
                    flight.readingUrgently = urgent;
                }
                watch.ask(flight, questions, flight.moved, urgent, answers -> work(flight, () -> answered(flight, reading, saved.phase(), answers)));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            apply(flight, Broken.at(saved.phase(), e));
        }
    }

    private void answered(Flight flight, long reading, Phase phase, Map<Question<?>, Answer<?>> answers) {
        synchronized (flight) {
            if (flight.reading != reading) {
                return;
            }
            flight.reading = 0;
        }
        decide(flight, phase, answers);
    }

    boolean alive(Flight flight) {
        Follower host = flight.follower();
        boolean alive;
        try {
            alive = host != null && host.alive();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The host of " + flight.id() + " could not say whether it is alive", e);
            alive = false;
        }
        if (!alive) {
            synchronized (flight) {
                flight.turning = false;
                if (flight.follower() == host) {
                    flight.leave();
                    return false;
                }
            }
            // Another host has come meanwhile.
            plan(flight, Duration.ZERO);
        }
        return alive;
    }

    private void decide(Flight flight, Phase phase, Map<Question<?>, Answer<?>> answers) {
        if (!alive(flight)) {
            return;
        }
        try {
            View view = new View(clock.instant(), flight.saved().signals(), answers);
            seam.deciding(phase, view);
            if (phase instanceof Await await) {
                apply(flight, await.next(view));
            } else {
                making.change(flight, (Change<?>) phase, view);
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            apply(flight, Broken.at(phase, e));
        }
    }

    /** Saves what a turn decided, tells it, and plans the next. Nothing follows from a turn that is not on disk. */
    void apply(Flight flight, Turn decided) {
        Saved saved = flight.saved();
        Turn turn = decided.claim() == null ? decided : claimed(flight, decided);
        boolean moved = !turn.next().equals(saved.phase());
        if (moved || !turn.facts().isEmpty() || turn.output().length > 0) {
            List<Fact> facts = new ArrayList<>(calls(flight));
            facts.addAll(turn.facts());
            boolean retried = decided == flight.unsaved;
            if (!retried && turn.next().getClass() != saved.phase().getClass()) {
                facts.add(phaseFact(turn.next()));
            }
            List<Note> notes = new ArrayList<>();
            facts.forEach(fact -> notes.add(new Note(clock.instant(), fact)));
            if (!saveNext(flight, turn, notes)) {
                flight.unsaved = new Turn(turn.next(), turn.after(), facts, turn.output(), turn.claim());
                finish(flight, SAVE_AGAIN);
                return;
            }
            flight.unsaved = null;
            if (moved) {
                flight.doubtSince = null;
                flight.unclearSince = null;
                flight.tries = 0;
            }
            notes.forEach(flight.outbox()::noted);
            audit.deliver(flight, notes);
            flight.outbox().output(turn.output());
        }
        if (turn.next() instanceof Ended) {
            finish(flight, Duration.ZERO);
            ending.ended(flight);
            return;
        }
        flight.moved = moved && turn.after().isZero();
        flight.outbox().status(JournalFiles.describe(turn.next()));
        finish(flight, moved ? turn.after() : longer(LEAST, turn.after()));
    }

    private boolean saveNext(Flight flight, Turn turn, List<Note> notes) {
        synchronized (flight) {
            Saved next = flight.saved().with(turn.next());
            return save(flight, turn.claim() == null ? next : next.claiming(turn.claim().of()), notes, turn.output());
        }
    }

    /** The turn, once what it claims is its own; else what its phase does when another has that. */
    private Turn claimed(Flight flight, Turn turn) {
        Optional<Flight> holder = claims.take(turn.claim(), flight, clock.instant(), schedule.nanos());
        if (holder.isEmpty()) {
            return turn;
        }
        if (turn.claim().goesFirst()) {
            giveWay(holder.get(), flight.saved().build());
        }
        try {
            return ((Await) flight.saved().phase()).taken(holder.get().saved().title(), clock.instant());
        } catch (RuntimeException e) {
            return Broken.at(flight.saved().phase(), e);
        }
    }

    private void giveWay(Flight holder, String to) {
        synchronized (holder) {
            Saved saved = holder.saved();
            if (saved.phase() instanceof Ended || saved.signals().stream().anyMatch(signal -> signal.kind() == Signal.Kind.GIVE_WAY)) {
                return;
            }
            if (!save(holder, saved.with(new Signal(Signal.Kind.GIVE_WAY, "", to, clock.instant())), List.of(), new byte[0])) {
                return;
            }
        }
        hurry(holder);
    }

    /** Signals are saved by others meanwhile: whoever saves holds the flight. */
    boolean save(Flight flight, Saved saved, List<Note> notes, byte[] output) {
        synchronized (flight) {
            try {
                write(flight, saved, notes, output);
                return true;
            } catch (IOException e) {
                // Once the engine is closed nothing is to be saved: what is on disk is what the next one goes on with.
                LOGGER.log(journals.closed() ? Level.FINE : Level.WARNING, "The journal of " + flight.id() + " could not be saved", e);
                if (flight.followed()) {
                    flight.outbox().status("The journal could not be saved, and nothing goes on until it is: " + e.getMessage());
                }
                return false;
            }
        }
    }

    void write(Flight flight, Saved saved, List<Note> notes, byte[] output) throws IOException {
        String about = saved.phase().getClass().getSimpleName();
        try {
            seam.before(flight.id(), Seam.Crossing.Kind.SAVE, about);
            flight.saved(journals.save(saved, notes, output));
            seam.after(flight.id(), Seam.Crossing.Kind.SAVE, about);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /** Ends a turn, and plans the next. */
    void finish(Flight flight, Duration after) {
        boolean again;
        synchronized (flight) {
            flight.turning = false;
            again = flight.again;
            flight.again = false;
            if (flight.saved().phase() instanceof Ended) {
                return;
            }
        }
        plan(flight, again ? Duration.ZERO : after);
    }

    /** The changing calls since the last save, as facts. */
    private static List<Fact> calls(Flight flight) {
        return flight.calls().stream().filter(Audit::changes).map(call -> Audit.fact(call, flight.saved())).toList();
    }

    private static Fact phaseFact(Phase phase) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("phase", phase.getClass().getSimpleName());
        details.put("description", JournalFiles.describe(phase));
        if (phase instanceof Ended ended) {
            details.put("verdict", ended.outcome().verdict().name());
        }
        return Fact.quiet("phase", details);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
