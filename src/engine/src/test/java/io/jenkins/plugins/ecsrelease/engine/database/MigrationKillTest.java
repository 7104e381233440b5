package io.jenkins.plugins.ecsrelease.engine.database;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.run.Cut;
import io.jenkins.plugins.ecsrelease.engine.run.KillMatrix;
import io.jenkins.plugins.ecsrelease.engine.run.Scenario;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.junit.Test;

/** A migration and a snapshot, cut wherever they can be cut: they run once, and the verdict is what happened. */
public class MigrationKillTest {

    /** How many pairs are drawn; more of them with {@code -Dmatrix.pairs}. */
    private static final int PAIRS = Integer.getInteger("matrix.pairs", 60);

    static final class Migrating implements Scenario<MigrationOrder> {

        private final Map<Sandbox, PretendContainers> containers = new WeakHashMap<>();

        @Override
        public Operation<MigrationOrder> operation() {
            return new MigrationOperation();
        }

        @Override
        public MigrationOrder stage(Sandbox sandbox, Trial trial) {
            Stage.service(trial);
            PretendContainers pretend = new PretendContainers(sandbox, new PretendContainers.Program(5, 0, false));
            containers.put(sandbox, pretend);
            trial.containers(pretend);
            return Stage.migration("shop#7/3");
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            PretendContainers pretend = containers.get(sandbox);
            long registered = Stage.count(sandbox, "RegisterTaskDefinition") - 1;
            long ran = Stage.count(sandbox, "RunTask");
            long stops = Stage.count(sandbox, "StopTask");
            long tagged = Stage.count(sandbox, "TagResource");
            String definition = String.valueOf(outcome.result().getOrDefault(MigrationOrder.TASK_DEFINITION, ""));
            String remembered = definition.isEmpty() ? "" : Stage.outcome(trial, definition);
            String saw = outcome.verdict() + ", " + registered + " registered, " + ran + " tasks, " + pretend.runs + " runs, " + stops
                    + " stops, " + tagged + " tags, remembered '" + remembered + "': " + outcome.message();
            boolean right = switch (outcome.verdict()) {
                case SUCCEEDED -> registered == 1 && ran == 1 && pretend.runs == 1 && stops == 1 && tagged == 1
                        && remembered.equals("ended 0");
                case STOPPED -> stopped && registered <= 1 && ran <= 1 && pretend.runs <= ran && stops == ran && tagged <= 1
                        && (registered == 0 || remembered.equals(pretend.runs == 0 ? "notRun" : "ended 143"));
                default -> false;
            };
            return right ? Optional.empty() : Optional.of(saw);
        }
    }

    static final class Snapshotting implements Scenario<SnapshotOrder> {

        @Override
        public Operation<SnapshotOrder> operation() {
            return new SnapshotOperation();
        }

        @Override
        public SnapshotOrder stage(Sandbox sandbox, Trial trial) {
            Stage.database(trial);
            for (String older : List.of("40", "41")) {
                trial.begin("older-" + older, new SnapshotOperation(), new SnapshotOrder("orders", "", "shop", older, "", Map.of(), 0, 0));
                trial.untilEnded("older-" + older);
            }
            return new SnapshotOrder("orders", "", "shop", "42", "", Map.of(), 1, 0);
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            long made = Stage.count(sandbox, "CreateDBClusterSnapshot") - 2;
            long deleted = Stage.count(sandbox, "DeleteDBClusterSnapshot");
            boolean right = switch (outcome.verdict()) {
                case SUCCEEDED -> made == 1 && (deleted == 2 || stopped && deleted < 2);
                case STOPPED -> stopped && made <= 1 && deleted == 0;
                default -> false;
            };
            return right ? Optional.empty()
                    : Optional.of(outcome.verdict() + " with " + made + " made and " + deleted + " deleted: " + outcome.message());
        }
    }

    @Test
    public void whereverAMigrationIsCutItRunsOnceAndTheVerdictIsWhatHappened() {
        KillMatrix.Report report = new KillMatrix(new Migrating()).singles();
        System.out.println(report);
        assertEquals(report.toString(), List.of(), report.bad());
        assertTrue("too few cells to mean anything: " + report.cells(), report.cells() > 150);
    }

    @Test
    public void aMigrationCutTwiceIsNoWorse() {
        KillMatrix.Report report = new KillMatrix(new Migrating()).pairs(KillMatrix.SEED, PAIRS, 40);
        System.out.println(report);
        assertEquals(report.toString(), List.of(), report.bad());
    }

    @Test
    public void whereverASnapshotIsCutThereIsOneAndOnlyOwnOnesArePruned() {
        KillMatrix.Report report = new KillMatrix(new Snapshotting()).singles();
        System.out.println(report);
        assertEquals(report.toString(), List.of(), report.bad());
        assertTrue("too few cells to mean anything: " + report.cells(), report.cells() > 60);
    }

    @Test
    public void aSnapshotCutTwiceIsNoWorse() {
        KillMatrix.Report report = new KillMatrix(new Snapshotting()).pairs(KillMatrix.SEED, PAIRS / 4, 30);
        System.out.println(report);
        assertEquals(report.toString(), List.of(), report.bad());
    }

    @Test
    public void theMatrixFindsAnEngineThatDoesNotLookOrSavesTooLate() {
        for (KillMatrix.Fault fault : KillMatrix.Fault.values()) {
            KillMatrix.Report report = new KillMatrix(new Migrating()).planted(fault).singles(Cut.KILL);
            System.out.println(report);
            assertFalse(fault.toString(), report.bad().isEmpty());
        }
    }
}
