package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a scenario with something going wrong at its n-th crossing, for every n until a run ends without reaching it; then
 * with two things going wrong. After each run the sandbox's ledger and the verdict are compared.
 */
public final class KillMatrix {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    /** A phase that follows something looks at it again and again; so many looks are cut, unless all are asked for. */
    private static final int LOOKS = 4;
    private static final boolean EVERY_LOOK = Boolean.getBoolean("matrix.full");

    /** Faults of an engine that a matrix must find, or it proves nothing. */
    public enum Fault {
        /** Changes are made before they are saved. */
        CHANGE_BEFORE_SAVE(Planted.ChangeBeforeSave.class),
        /** What is found on disk is done without looking whether it was done already. */
        BLIND_RECOVERY(Planted.BlindRecovery.class);

        private final Class<? extends Journals> journals;

        Fault(Class<? extends Journals> journals) {
            this.journals = journals;
        }
    }

    /** A cut and at which of the crossings it applies to, counted from 0 and from the cut before it. */
    record Strike(Cut cut, int crossing) {}

    /** @param bad what was wrong, a line for each cell */
    public record Report(String name, int cells, Map<Cut, Integer> perCut, List<String> bad) {
        @Override
        public String toString() {
            return name + ": " + cells + " cells " + perCut + ", " + bad.size() + " bad"
                    + (bad.isEmpty() ? "" : "\n  " + String.join("\n  ", bad.subList(0, Math.min(10, bad.size()))));
        }
    }

    /** What goes wrong here goes wrong on purpose, thousands of times. */
    private static final Logger QUIET = Logger.getLogger("io.jenkins.plugins.ecsrelease.engine.run");

    /** The same for every run of a commit, so that a red suite is red again; {@code -Dmatrix.seed} draws other pairs. */
    public static final long SEED = Long.getLong("matrix.seed", 20261123);

    private final Scenario<?> scenario;
    private Fault planted;

    public KillMatrix(Scenario<?> scenario) {
        this.scenario = scenario;
    }

    public KillMatrix planted(Fault fault) {
        planted = fault;
        return this;
    }

    /** Every cut at every crossing. */
    public Report singles(Cut... cuts) {
        List<Cut> chosen = cuts.length == 0 ? List.of(Cut.values()) : Arrays.asList(cuts);
        Map<Cut, Integer> counts = new EnumMap<>(Cut.class);
        List<String> bad = new ArrayList<>();
        for (Cut cut : chosen) {
            int crossing = 0;
            while (true) {
                Cell cell = new Cell(List.of(new Strike(cut, crossing)));
                Optional<String> wrong = cell.run();
                if (cell.left.size() > 0) {
                    // Never reached: this run was an undisturbed one, and has to be right too.
                    wrong.ifPresent(why -> bad.add("undisturbed: " + why));
                    break;
                }
                int at = crossing++;
                wrong.ifPresent(why -> bad.add(cut + " at " + at + " (" + cell.struck + "): " + why));
            }
            counts.put(cut, crossing);
        }
        return report("every cut", counts, bad);
    }

    /** Two cuts, drawn at random; the seed is in the report. */
    public Report pairs(long seed, int howMany, int crossings) {
        Random random = new Random(seed);
        Cut[] all = Cut.values();
        Map<Cut, Integer> counts = new EnumMap<>(Cut.class);
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            List<Strike> strikes = List.of(new Strike(all[random.nextInt(all.length)], random.nextInt(crossings)),
                    new Strike(all[random.nextInt(all.length)], random.nextInt(crossings)));
            Cell cell = new Cell(strikes);
            cell.run().ifPresent(why -> bad.add(strikes + " (" + cell.struck + "): " + why));
            counts.merge(strikes.get(0).cut(), 1, Integer::sum);
        }
        return report("pairs, seed " + seed, counts, bad);
    }

    private Report report(String name, Map<Cut, Integer> counts, List<String> bad) {
        return new Report(scenario.getClass().getSimpleName() + ", " + name + (planted == null ? "" : ", planted " + planted),
                counts.values().stream().mapToInt(Integer::intValue).sum(), counts, bad);
    }

    /** One run. */
    private final class Cell {

        private final Deque<Strike> left;
        private final List<String> struck = new ArrayList<>();
        private int crossings;
        private final Map<String, Integer> looks = new HashMap<>();
        private String phase = "";
        private boolean stopped;
        private boolean stopWhenBack;
        private Trial trial;

        Cell(List<Strike> strikes) {
            left = new ArrayDeque<>(strikes);
        }

        Optional<String> run() {
            Level level = QUIET.getLevel();
            QUIET.setLevel(Level.OFF);
            try {
                return run(scenario);
            } finally {
                QUIET.setLevel(level);
            }
        }

        private <O extends Record> Optional<String> run(Scenario<O> played) {
            VirtualTime time = new VirtualTime(START);
            try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                    Trial here = new Trial(time, sandbox.inProcess(), played.operation())) {
                trial = here;
                O order = played.stage(sandbox, trial);
                trial.seam(this::cross);
                if (planted != null) {
                    trial.files(planted.journals);
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
                    return trial.untilEnded("trial");
                } catch (Trial.Killed e) {
                    // The next process finds what is on disk.
                }
            }
        }

        private <O extends Record> void begin(Scenario<O> played, O order) {
            while (true) {
                try {
                    if (trial.archived("trial").isPresent()) {
                        trial.follow("trial");
                    } else {
                        trial.begin("trial", played.operation(), order);
                    }
                    return;
                } catch (java.io.UncheckedIOException e) {
                    // Nothing is open yet when it cannot be saved; the host tries again.
                }
            }
        }

        private void cross(Seam.Crossing crossing) throws Exception {
            Strike strike = left.peek();
            if (tired(crossing)) {
                return;
            }
            if (strike == null || !strike.cut().applies(crossing) || crossings++ < strike.crossing()) {
                return;
            }
            left.poll();
            crossings = 0;
            struck.add((crossing.before() ? "before " : "after ") + crossing.kind() + " " + crossing.about());
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
                default -> throw cut.error();
            }
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
}
