package io.jenkins.plugins.ecsrelease.engine.service;

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
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** A blue/green release, cut wherever it can be cut: one deployment, and the verdict that is true. */
public class ReleaseMatrixTest {

    private static final Set<String> ALLOWED =
            Set.of("RegisterTaskDefinition", "UpdateService", "StopServiceDeployment", "TagResource");

    /** The same where ECS shows what was changed only ten seconds later. */
    static final class LaggingRelease extends HealthyRelease {
        @Override
        public BlueGreenOrder stage(Sandbox sandbox, Trial trial) {
            BlueGreenOrder order = super.stage(sandbox, trial);
            sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "ecs", "").lasting(Duration.ofSeconds(10)));
            return order;
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            sandbox.faults().clear();
            return super.wrong(sandbox, trial, outcome, stopped);
        }
    }

    static class HealthyRelease implements Scenario<BlueGreenOrder> {

        private Storefront shop;

        @Override
        public Operation<BlueGreenOrder> operation() {
            return new BlueGreen();
        }

        @Override
        public BlueGreenOrder stage(Sandbox sandbox, Trial trial) {
            shop = Storefront.open(sandbox, trial, how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
            return BlueGreenOrder.of("shop#1", Storefront.CLUSTER, Storefront.SERVICE, Map.of("web", Storefront.image("web", 2)));
        }

        @Override
        public Optional<String> wrong(Sandbox sandbox, Trial trial, Outcome outcome, boolean stopped) {
            int live = shop.service().taskDefinition().endsWith("web:1") ? 1 : 2;
            List<String> running = shop.running();
            boolean onlyWhatWasWanted = shop.made("RegisterTaskDefinition") <= 1 && shop.made("UpdateService") <= 1
                    && shop.made("StopServiceDeployment") <= 1 && ALLOWED.containsAll(shop.made().keySet());
            boolean right = switch (outcome.verdict()) {
                case SUCCEEDED -> live == 2 && running.equals(List.of(Storefront.image("web", 2))) && shop.made("UpdateService") == 1;
                case STOPPED -> stopped && live == 1 && shop.made("UpdateService") == 0;
                case ROLLED_BACK -> stopped && live == 1 && running.equals(List.of(Storefront.image("web", 1)));
                default -> false;
            };
            return right && onlyWhatWasWanted ? Optional.empty()
                    : Optional.of(outcome.verdict() + " with " + shop.made() + ", web:" + live + " and " + running + ": " + outcome.message());
        }
    }

    @Test
    public void whereverItIsCutThereIsOneDeploymentAndTheRightVerdict() {
        KillMatrix.Report report = new KillMatrix(new HealthyRelease()).singles();
        System.out.println(report);
        assertEquals(List.of(), report.bad());
        assertTrue("too few cells to mean anything: " + report.cells(), report.cells() > 200);
    }

    @Test
    public void readsThatLagHideNoChangeThatWasMade() {
        KillMatrix.Report report = new KillMatrix(new LaggingRelease()).singles(Cut.KILL, Cut.LOST_REPLY);
        System.out.println(report);
        assertEquals(List.of(), report.bad());
    }

    @Test
    public void twoCutsAreNoWorse() {
        KillMatrix.Report report = new KillMatrix(new HealthyRelease()).pairs(KillMatrix.SEED, Integer.getInteger("matrix.pairs", 60), 40);
        System.out.println(report);
        assertEquals(List.of(), report.bad());
    }

    @Test
    public void plantedFaultsAreFound() {
        for (KillMatrix.Fault fault : KillMatrix.Fault.values()) {
            KillMatrix.Report report = new KillMatrix(new HealthyRelease()).planted(fault).singles(Cut.KILL);
            System.out.println(report);
            assertFalse(fault + " was not found", report.bad().isEmpty());
        }
    }
}
