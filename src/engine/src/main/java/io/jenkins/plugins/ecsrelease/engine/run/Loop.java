package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
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
 * <p>A turn asks what its phase wants to know and decides on the answers. A change is looked for before it is made, every
 * time; that is also all there is to recovery. A turn may be the last at any point: whatever it did is found again from
 * what was saved before it.
 */
final class Loop {

    private static final Logger LOGGER = Logger.getLogger(Loop.class.getName());

    /** How soon a change in doubt is looked for again. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** After how long a change that cannot be told ends its operation as unknown. */
    private static final Duration TELL_WITHIN = Duration.ofMinutes(15);
    /** How often a change is tried with credentials that are not accepted; they are asked for anew each time. */
    private static final int CREDENTIAL_TRIES = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration SAVE_AGAIN = Duration.ofSeconds(5);
    private static final Duration AFTER_ERROR = Duration.ofMinutes(1);
    /** The least between two turns in the same phase. */
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Journals journals;
    private final Schedule schedule;
    private final Watch watch;
    private final AwsClients clients;
    private final Containers containers;
    private final Clock clock;
    private final Seam seam;
    private final Claims claims;
    private final Ending ending;

    /** What happens to an operation that has ended. */
    interface Ending {
        void ended(Flight flight);
    }

    Loop(Journals journals, Schedule schedule, Watch watch, AwsClients clients, Containers containers, Clock clock, Seam seam,
            Claims claims, Ending ending) {
        this.journals = journals;
        this.schedule = schedule;
        this.watch = watch;
        this.clients = clients;
        this.containers = containers;
        this.clock = clock;
        this.seam = seam;
        this.claims = claims;
        this.ending = ending;
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
            apply(flight, broken(saved.phase(), e));
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

    private boolean alive(Flight flight) {
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
                change(flight, (Change<?>) phase, view);
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            apply(flight, broken(phase, e));
        }
    }

    private <A> void change(Flight flight, Change<A> change, View view) {
        Finding<A> finding = change.find(view);
        if (finding instanceof Finding.Made<A> made) {
            apply(flight, change.made(made.result()));
            return;
        }
        if (finding instanceof Finding.Unclear<A> unclear) {
            unclear(flight, change, unclear.problem());
            return;
        }
        flight.unclearSince = null;
        if (flight.doubtSince != null) {
            long left = flight.doubtSince + change.settle().toNanos() - schedule.nanos();
            if (left > 0) {
                finish(flight, shorter(LOOK, Duration.ofNanos(left)));
                return;
            }
        }
        Optional<Turn> instead = ((Finding.Absent<A>) finding).instead();
        Optional<Signal> stop = view.stop().or(() -> view.first(Signal.Kind.GIVE_WAY));
        if (instead.isPresent()) {
            apply(flight, instead.get());
        } else if (stop.isPresent() && change.yieldsToStop()) {
            apply(flight, change.stopped(stop.get()));
        } else {
            make(flight, change);
        }
    }

    private void unclear(Flight flight, Change<?> change, Problem problem) {
        long now = schedule.nanos();
        if (flight.unclearSince == null) {
            flight.unclearSince = now;
            flight.outbox().line("It cannot be told yet whether this was done: " + change.describe() + ". " + problem.full());
        }
        boolean hopeless = problem.kind() == Problem.Kind.DENIED || problem.kind() == Problem.Kind.REFUSED
                || problem.kind() == Problem.Kind.NOT_FOUND;
        if (flight.doubtSince == null && hopeless) {
            // Never called, and never will be on a view like this.
            apply(flight, change.refused(problem));
        } else if (now - flight.unclearSince > TELL_WITHIN.toNanos()) {
            apply(flight, flight.doubtSince == null ? change.refused(problem) : unknown(
                    "It could not be told for " + TELL_WITHIN.toMinutes() + " minutes whether this was done: " + change.describe()
                            + ". It was not done again. Look at it in AWS. " + problem.full()));
        } else {
            finish(flight, pause(++flight.tries));
        }
    }

    private <A> void make(Flight flight, Change<A> change) {
        if (!alive(flight)) {
            return;
        }
        String about = change.getClass().getSimpleName();
        A result;
        flight.doubtSince = null;
        try {
            seam.before(flight.id(), Seam.Crossing.Kind.MAKE, about);
            result = change.make(new Toolbox(flight, clients, containers, flight.saved().identity(), true, journals.directory()));
            seam.after(flight.id(), Seam.Crossing.Kind.MAKE, about);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (!Problems.fromAws(e)) {
                apply(flight, broken(change, e));
            } else {
                notMade(flight, change, Problems.of(e));
            }
            return;
        }
        apply(flight, change.made(result));
    }

    private void notMade(Flight flight, Change<?> change, Problem problem) {
        LOGGER.log(Level.FINE, "{0}: {1}", new Object[] {flight.id(), problem.full()});
        flight.tries++;
        switch (problem.kind()) {
            case LOST -> {
                flight.doubtSince = schedule.nanos();
                flight.outbox().line(problem.full() + " Looking whether it was done: " + change.describe() + ".");
                if (save(flight, flight.saved().inDoubt(clock.instant()), new ArrayList<>(), new byte[0])) {
                    finish(flight, pause(flight.tries));
                } else {
                    finish(flight, SAVE_AGAIN);
                }
            }
            case THROTTLED -> {
                flight.outbox().status(problem.full() + " It is tried again.");
                finish(flight, pause(flight.tries));
            }
            case CREDENTIALS -> {
                flight.renew();
                if (flight.tries < CREDENTIAL_TRIES) {
                    flight.outbox().status(problem.full());
                    finish(flight, pause(flight.tries));
                } else {
                    apply(flight, change.refused(problem));
                }
            }
            case REFUSED, DENIED, NOT_FOUND -> apply(flight, change.refused(problem));
        }
    }

    /** Saves what a turn decided, tells it, and plans the next. Nothing follows from a turn that is not on disk. */
    private void apply(Flight flight, Turn decided) {
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
            return broken(flight.saved().phase(), e);
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
                LOGGER.log(Level.WARNING, "The journal of " + flight.id() + " could not be saved", e);
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
    private void finish(Flight flight, Duration after) {
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

    private static Turn broken(Phase phase, Throwable error) {
        LOGGER.log(Level.WARNING, "The phase " + phase.getClass().getSimpleName() + " failed", error);
        String may = phase instanceof Change ? " It may or may not have been done." : "";
        return unknown("An error in this plugin kept it from going on while it stood at: " + JournalFiles.describe(phase) + "." + may
                + " Nothing was undone. Look at it in AWS, and report the error: " + error + ".");
    }

    private static Turn unknown(String message) {
        return Turn.to(new Ended(new Outcome(Verdict.UNKNOWN, message, Map.of())));
    }

    /** The changing calls since the last save, as facts. */
    private static List<Fact> calls(Flight flight) {
        List<Fact> facts = new ArrayList<>();
        for (AwsCall call : flight.calls()) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("service", call.service());
            details.put("operation", call.operation());
            details.put("at", call.at().toString());
            details.put("millis", call.took().toMillis());
            details.put("status", call.status());
            details.put("code", call.code());
            details.put("requestId", call.requestId());
            facts.add(Fact.quiet("call", details));
        }
        return facts;
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

    /** 1, 2, 4 … 30 seconds. */
    private static Duration pause(int tries) {
        return shorter(LONGEST_PAUSE, Duration.ofSeconds(1L << Math.min(tries - 1, 5)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
