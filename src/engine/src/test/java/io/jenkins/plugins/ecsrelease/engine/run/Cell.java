package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One run of a scenario, with what goes wrong in it. */
final class Cell {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    /** The id of the operation that is cut; the seams of others are passed by. */
    static final String TRIAL = "trial";

    /** A phase that follows something looks at it again and again; so many looks are cut, unless all are asked for. */
    private static final int LOOKS = 4;
    private static final boolean EVERY_LOOK = Boolean.getBoolean("matrix.full");

    /** What goes wrong here goes wrong on purpose, thousands of times. */
    private static final Logger QUIET = Logger.getLogger("io.jenkins.plugins.ecsrelease.engine.run");

    /** A cut and at which of the crossings it applies to, counted from 0 and from the cut before it. */
    record Strike(Cut cut, int crossing) {}

    private final Scenario<?> scenario;
    private final Class<? extends Journals> journals;
    private final Deque<Strike> left;
    private final List<Seam.Crossing> crossed = new ArrayList<>();
    private final List<String> struck = new ArrayList<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private final Set<Cut> meanwhile = new TreeSet<>();
    private int crossings;
    private String phase = "";
    private boolean stopped;
    private boolean stopWhenBack;
    private Trial trial;

    /** @param journals with a planted fault, or null */
    Cell(Scenario<?> scenario, Class<? extends Journals> journals, List<Strike> strikes) {
        this.scenario = scenario;
        this.journals = journals;
        left = new ArrayDeque<>(strikes);
    }

    /** What is wrong; empty when all is right. */
    Optional<String> run() {
        Level level = QUIET.getLevel();
        QUIET.setLevel(Level.OFF);
        try {
            return run(scenario);
        } finally {
            QUIET.setLevel(level);
        }
    }

    /** Every crossing at which something can be cut, in order. */
    List<Seam.Crossing> crossed() {
        return crossed;
    }

    /** Whether everything that should go wrong did. */
    boolean reached() {
        return left.isEmpty();
    }

    List<String> struck() {
        return struck;
    }

    private <O extends Record> Optional<String> run(Scenario<O> played) {
        VirtualTime time = new VirtualTime(START);
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                Trial here = new Trial(time, sandbox.inProcess(), played.operations())) {
            trial = here;
            O order = played.stage(sandbox, trial);
            trial.seam(this::cross);
            if (journals != null) {
                trial.files(journals);
            }
            Outcome outcome = toTheEnd(played, order);
            trial.seam(Seam.NONE);
            return played.wrong(sandbox, trial, outcome, stopped);
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(String.valueOf(e));
        }
    }

    private <O extends Record> Outcome toTheEnd(Scenario<O> played, O order) {
        while (true) {
            try {
                // A host that was killed while it opened opens again, under the same id.
                trial.engine();
                if (stopWhenBack) {
                    stopWhenBack = false;
                    trial.stop();
                }
                begin(played, order);
                played.meanwhile(trial).forEach(this::again);
                meanwhile.forEach(cut -> meanwhile(played, cut));
                Outcome outcome = trial.untilEnded(TRIAL, () -> played.tick(trial));
                meanwhile.forEach(cut -> trial.untilEnded(cut.id()));
                played.meanwhile(trial).forEach(id -> trial.untilEnded(id, () -> played.tick(trial)));
                return outcome;
            } catch (Trial.Killed e) {
                // The next process finds what is on disk.
            }
        }
    }

    /** Somebody else's operation goes on in the next process too. */
    private void again(String id) {
        if (trial.ended(id).isEmpty()) {
            trial.follow(id);
        }
    }

    private void meanwhile(Scenario<?> played, Cut cut) {
        if (trial.ended(cut.id()).isPresent() || trial.archived(cut.id()).isPresent()) {
            again(cut.id());
        } else {
            played.meanwhile(trial, cut);
        }
    }

    private <O extends Record> void begin(Scenario<O> played, O order) {
        while (true) {
            try {
                if (trial.archived(TRIAL).isPresent()) {
                    trial.follow(TRIAL);
                } else {
                    trial.begin(TRIAL, played.operation(), order);
                }
                return;
            } catch (UncheckedIOException e) {
                // Nothing is open yet when it cannot be saved; the host tries again.
            }
        }
    }

    private void cross(Seam.Crossing crossing) throws Exception {
        if (!crossing.id().equals(TRIAL) || tired(crossing)) {
            return;
        }
        crossed.add(crossing);
        Strike strike = left.peek();
        if (strike == null || !strike.cut().applies(crossing) || crossings++ < strike.crossing()) {
            return;
        }
        left.poll();
        crossings = 0;
        struck.add(text(crossing));
        Cut cut = strike.cut();
        stopped |= cut.stops();
        boolean saving = crossing.kind() == Seam.Crossing.Kind.SAVE;
        switch (cut) {
            case KILL -> kill();
            case ABORT -> {
                if (saving) {
                    // Another thread would wait for this save.
                    trial.time().after(Duration.ZERO, trial::stop);
                } else {
                    trial.stop();
                }
            }
            case ABORT_AND_KILL -> {
                if (saving) {
                    stopWhenBack = true;
                } else {
                    trial.stop();
                }
                kill();
            }
            case SECOND_BUILD, ROLLBACK -> trial.time().after(Duration.ZERO, () -> {
                if (meanwhile.add(cut)) {
                    meanwhile(scenario, cut);
                }
            });
            default -> throw cut.error();
        }
    }

    static String text(Seam.Crossing crossing) {
        return (crossing.before() ? "before " : "after ") + crossing.kind() + " " + crossing.about();
    }

    /** Whether this is one more look at the same thing from the same phase, of which the first few stand for all. */
    private boolean tired(Seam.Crossing crossing) {
        if (crossing.kind() == Seam.Crossing.Kind.SAVE && !crossing.about().equals(phase)) {
            phase = crossing.about();
            looks.clear();
        }
        return !EVERY_LOOK && crossing.kind() != Seam.Crossing.Kind.MAKE
                && looks.merge(crossing.kind() + crossing.about() + crossing.before(), 1, Integer::sum) > LOOKS;
    }

    private void kill() {
        trial.kill();
        throw new Trial.Killed();
    }
}
