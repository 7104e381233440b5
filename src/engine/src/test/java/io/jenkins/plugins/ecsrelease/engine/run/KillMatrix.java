package io.jenkins.plugins.ecsrelease.engine.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a scenario with something going wrong at its n-th crossing, for every n that an undisturbed run comes to; then with
 * two things going wrong. After each run the sandbox's ledger and the verdict are compared.
 */
public final class KillMatrix {

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

    /**
     * @param cells that were run
     * @param all the cells that there are; more than were run where they were drawn
     * @param bad what was wrong, a line for each cell
     */
    public record Report(String name, int cells, int all, Map<Cut, Integer> perCut, List<String> bad) {
        @Override
        public String toString() {
            return name + ": " + cells + (all > cells ? " of " + all : "") + " cells " + perCut + ", " + bad.size() + " bad"
                    + (bad.isEmpty() ? "" : "\n  " + String.join("\n  ", bad.subList(0, Math.min(10, bad.size()))));
        }
    }

    /** The same for every run of a commit, so that a red suite is red again; {@code -Dmatrix.seed} draws others. */
    public static final long SEED = Long.getLong("matrix.seed", 20261123);

    /** One thing that can go wrong, and whether that is right at a change. */
    private record Possible(Cell.Strike strike, boolean sharp) {}

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
        List<Cut> chosen = cuts.length == 0 ? scenario.cuts() : List.of(cuts);
        List<String> bad = new ArrayList<>();
        List<Possible> all = possible(chosen, bad);
        return run("every cut", all, all.size(), bad);
    }

    /** These cuts, right at the changes alone. */
    public Report atChanges(Cut... cuts) {
        List<String> bad = new ArrayList<>();
        List<Possible> all = possible(List.of(cuts), bad);
        return run("at its changes", all.stream().filter(Possible::sharp).toList(), all.size(), bad);
    }

    /**
     * So many of them, drawn with a seed: each cut once right at a change, half of them there, where it matters most, and
     * the rest anywhere else.
     */
    public Report some(long seed, int howMany) {
        Random random = new Random(seed ^ scenario.name().hashCode());
        List<String> bad = new ArrayList<>();
        List<Possible> all = possible(scenario.cuts(), bad);
        List<Possible> sharp = new ArrayList<>(all.stream().filter(Possible::sharp).toList());
        List<Possible> others = new ArrayList<>(all.stream().filter(one -> !one.sharp()).toList());
        Collections.shuffle(sharp, random);
        Collections.shuffle(others, random);
        List<Possible> drawn = new ArrayList<>();
        for (Cut cut : scenario.cuts()) {
            // One of each, and more of those that are drawn more often.
            sharp.stream().filter(one -> one.strike().cut() == cut).findFirst().ifPresent(drawn::add);
        }
        sharp.removeAll(drawn);
        drawn.addAll(sharp.subList(0, Math.min(Math.max(0, (howMany + 1) / 2 - drawn.size()), sharp.size())));
        drawn.addAll(others.subList(0, Math.min(Math.max(0, howMany - drawn.size()), others.size())));
        return run("seed " + seed, drawn, all.size(), bad);
    }

    /** An undisturbed run, which has to be right too, tells what there is to cut. */
    private List<Possible> possible(List<Cut> cuts, List<String> bad) {
        Cell undisturbed = new Cell(scenario, planted(), List.of());
        undisturbed.run().ifPresent(why -> bad.add("undisturbed: " + why));
        List<Seam.Crossing> crossed = undisturbed.crossed();
        List<Possible> possible = new ArrayList<>();
        for (Cut cut : cuts) {
            int crossing = 0;
            for (int i = 0; i < crossed.size(); i++) {
                if (cut.applies(crossed.get(i))) {
                    possible.add(new Possible(new Cell.Strike(cut, crossing++), change(crossed, i) || change(crossed, i - 1)));
                }
            }
        }
        return possible;
    }

    private static boolean change(List<Seam.Crossing> crossed, int at) {
        return at >= 0 && crossed.get(at).kind() == Seam.Crossing.Kind.MAKE;
    }

    private Report run(String how, List<Possible> cells, int all, List<String> bad) {
        Map<Cut, Integer> counts = new EnumMap<>(Cut.class);
        for (Possible one : cells) {
            Cell cell = new Cell(scenario, planted(), List.of(one.strike()));
            cell.run().ifPresent(why -> bad.add(one.strike().cut() + " at " + one.strike().crossing() + " (" + cell.struck() + "): " + why));
            if (!cell.reached()) {
                bad.add(one.strike() + " was not reached: this scenario is not the same in every run");
            }
            counts.merge(one.strike().cut(), 1, Integer::sum);
        }
        return report(how, cells.size(), all, counts, bad);
    }

    /** Two cuts, drawn at random; the seed is in the report. */
    public Report pairs(long seed, int howMany, int crossings) {
        Random random = new Random(seed);
        List<Cut> all = scenario.cuts();
        Map<Cut, Integer> counts = new EnumMap<>(Cut.class);
        List<String> bad = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            List<Cell.Strike> strikes = List.of(new Cell.Strike(all.get(random.nextInt(all.size())), random.nextInt(crossings)),
                    new Cell.Strike(all.get(random.nextInt(all.size())), random.nextInt(crossings)));
            Cell cell = new Cell(scenario, planted(), strikes);
            cell.run().ifPresent(why -> bad.add(strikes + " (" + cell.struck() + "): " + why));
            counts.merge(strikes.get(0).cut(), 1, Integer::sum);
        }
        return report("pairs, seed " + seed, howMany, howMany, counts, bad);
    }

    private Class<? extends Journals> planted() {
        return planted == null ? null : planted.journals;
    }

    private Report report(String how, int cells, int all, Map<Cut, Integer> counts, List<String> bad) {
        return new Report(scenario.name() + ", " + how + (planted == null ? "" : ", planted " + planted), cells, all, counts, bad);
    }
}
