package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes the changes of the {@link Loop}: each is looked for before it is made, every time, and that is also all there is to
 * recovery. What was certainly not made is tried again or refused; what may have been made is looked for until it is told,
 * and never made a second time in doubt.
 */
final class Making {

    private static final Logger LOGGER = Logger.getLogger(Making.class.getName());

    /** How soon a change in doubt is looked for again. */
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** After how long a change that cannot be told ends its operation as unknown. */
    private static final Duration TELL_WITHIN = Duration.ofMinutes(15);
    /** How often a change is tried with credentials that are not accepted; they are asked for anew each time. */
    private static final int CREDENTIAL_TRIES = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Loop loop;
    private final Journals journals;
    private final Schedule schedule;
    private final AwsClients clients;
    private final Containers containers;
    private final Clock clock;
    private final Seam seam;

    Making(Loop loop, Journals journals, Schedule schedule, AwsClients clients, Containers containers, Clock clock, Seam seam) {
        this.loop = loop;
        this.journals = journals;
        this.schedule = schedule;
        this.clients = clients;
        this.containers = containers;
        this.clock = clock;
        this.seam = seam;
    }

    /** A change that is to be made, looked for first. */
    <A> void change(Flight flight, Change<A> change, View view) {
        Finding<A> finding = change.find(view);
        if (finding instanceof Finding.Made<A> made) {
            loop.apply(flight, change.made(made.result()));
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
                loop.finish(flight, shorter(LOOK, Duration.ofNanos(left)));
                return;
            }
        }
        Optional<Turn> instead = ((Finding.Absent<A>) finding).instead();
        Optional<Signal> stop = view.stop().or(() -> view.first(Signal.Kind.GIVE_WAY));
        if (instead.isPresent()) {
            loop.apply(flight, instead.get());
        } else if (stop.isPresent() && change.yieldsToStop()) {
            loop.apply(flight, change.stopped(stop.get()));
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
            loop.apply(flight, change.refused(problem));
        } else if (now - flight.unclearSince > TELL_WITHIN.toNanos()) {
            loop.apply(flight, flight.doubtSince == null ? change.refused(problem) : Broken.unknown(
                    "It could not be told for " + TELL_WITHIN.toMinutes() + " minutes whether this was done: " + change.describe()
                            + ". It was not done again. Look at it in AWS. " + problem.full()));
        } else {
            loop.finish(flight, pause(++flight.tries));
        }
    }

    private <A> void make(Flight flight, Change<A> change) {
        if (!loop.alive(flight)) {
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
                loop.apply(flight, Broken.at(change, e));
            } else {
                notMade(flight, change, Problems.of(e));
            }
            return;
        }
        loop.apply(flight, change.made(result));
    }

    private void notMade(Flight flight, Change<?> change, Problem problem) {
        LOGGER.log(Level.FINE, "{0}: {1}", new Object[] {flight.id(), problem.full()});
        flight.tries++;
        switch (problem.kind()) {
            case LOST -> {
                flight.doubtSince = schedule.nanos();
                flight.outbox().line(problem.full() + " Looking whether it was done: " + change.describe() + ".");
                if (loop.save(flight, flight.saved().inDoubt(clock.instant()), new ArrayList<>(), new byte[0])) {
                    loop.finish(flight, pause(flight.tries));
                } else {
                    loop.finish(flight, Loop.SAVE_AGAIN);
                }
            }
            case THROTTLED -> {
                flight.outbox().status(problem.full() + " It is tried again.");
                loop.finish(flight, pause(flight.tries));
            }
            case CREDENTIALS -> {
                flight.renew();
                if (flight.tries < CREDENTIAL_TRIES) {
                    flight.outbox().status(problem.full());
                    loop.finish(flight, pause(flight.tries));
                } else {
                    loop.apply(flight, change.refused(problem));
                }
            }
            case REFUSED, DENIED, NOT_FOUND -> loop.apply(flight, change.refused(problem));
        }
    }

    /** 1, 2, 4 … 30 seconds. */
    private static Duration pause(int tries) {
        return shorter(LONGEST_PAUSE, Duration.ofSeconds(1L << Math.min(tries - 1, 5)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
