package io.jenkins.plugins.ecsrelease.engine.run;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** The smallest operation, cut wherever it can be cut. */
public class KillMatrixTest {

    static final class Stamping implements Scenario<Stamp.Order> {
        @Override
        public Operation<Stamp.Order> operation() {
            return new Stamp();
        }

        @Override
        public Stamp.Order stage(Sandbox sandbox, Trial trial) {
            return new Stamp.Order("web", "web:2");
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            int made = sandbox.world().ledger().of("RegisterTaskDefinition").size();
            int undone = sandbox.world().ledger().of("DeregisterTaskDefinition").size();
            boolean right = switch (outcome.verdict()) {
                case SUCCEEDED -> made == 1 && undone == 0;
                case STOPPED -> stopped && made == 0;
                case ROLLED_BACK -> stopped && made == 1 && undone == 1;
                default -> false;
            };
            return right ? Optional.empty()
                    : Optional.of(outcome.verdict() + " with " + made + " made and " + undone + " undone: " + outcome.message());
        }
    }

    @Test
    public void whereverItIsCutThereIsOneChangeAndTheRightVerdict() {
        KillMatrix.Report report = new KillMatrix(new Stamping()).singles();
        System.out.println(report);
        assertEquals(List.of(), report.bad());
        assertTrue("too few cells to mean anything: " + report.cells(), report.cells() > 50);
        assertTrue(report.perCut().values().stream().allMatch(cells -> cells > 0));
    }

    @Test
    public void twoCutsAreNoWorse() {
        KillMatrix.Report report = new KillMatrix(new Stamping()).pairs(KillMatrix.SEED, 200, 20);
        System.out.println(report);
        assertEquals(List.of(), report.bad());
    }

    @Test
    public void aChangeMadeBeforeItsSaveIsFound() {
        KillMatrix.Report report = new KillMatrix(new Stamping()).planted(KillMatrix.Fault.CHANGE_BEFORE_SAVE).singles(Cut.KILL);
        System.out.println(report);
        assertFalse(report.bad().isEmpty());
    }

    @Test
    public void aRecoveryThatDoesNotLookIsFound() {
        KillMatrix.Report report = new KillMatrix(new Stamping()).planted(KillMatrix.Fault.BLIND_RECOVERY).singles(Cut.KILL);
        System.out.println(report);
        assertFalse(report.bad().isEmpty());
    }
}
