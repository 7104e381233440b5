package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.run.Cut;
import io.jenkins.plugins.ecsrelease.engine.run.KillMatrix;
import io.jenkins.plugins.ecsrelease.engine.run.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * Releases and rollbacks by every strategy, cut wherever they can be cut, alone and with others at work on the same
 * service: one change for each intent, and verdicts that are true.
 *
 * <p>Every run draws some of the cells with a fixed seed; {@code -Dmatrix.full=true} runs them all,
 * {@code -Dmatrix.seed=N -Dmatrix.cells=N} draws others, {@code -Dmatrix.only=TEXT} takes scenarios by their names.
 */
public class ReleaseMatrixTest {

    private static final int CELLS = Integer.getInteger("matrix.cells", 14);

    private static final Consumer<DeploymentConfiguration.Builder> BLUE_GREEN = how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1);
    private static final Consumer<DeploymentConfiguration.Builder> CANARY = how -> how.strategy("CANARY").bakeTimeInMinutes(1)
            .canaryConfiguration(canary -> canary.canaryPercent(20.0).canaryBakeTimeInMinutes(1));
    private static final Consumer<DeploymentConfiguration.Builder> LINEAR = how -> how.strategy("LINEAR").bakeTimeInMinutes(1)
            .linearConfiguration(linear -> linear.stepPercent(50.0).stepBakeTimeInMinutes(1));
    private static final Consumer<DeploymentConfiguration.Builder> ROLLING = how -> how.maximumPercent(200).minimumHealthyPercent(100)
            .deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(true));

    private static List<Scenario<?>> scenarios() {
        List<Scenario<?>> all = new ArrayList<>(List.of(
                new ReleaseScenario("BLUE_GREEN", BLUE_GREEN),
                new ReleaseScenario("BLUE_GREEN where reads lag", BLUE_GREEN).lagging(),
                new ReleaseScenario("CANARY", CANARY),
                new ReleaseScenario("LINEAR", LINEAR),
                new ReleaseScenario("ROLLING", ROLLING).asked(order -> order.by("ROLLING")),
                new ReleaseScenario("LINEAR for once", BLUE_GREEN).asked(order -> order.by("LINEAR")),
                new ReleaseScenario("without a load balancer", BLUE_GREEN).withoutALoadBalancer(),
                new ReleaseScenario("an unhealthy version", BLUE_GREEN).bad("unhealthy"),
                new ReleaseScenario("an unhealthy version where reads lag", BLUE_GREEN).bad("unhealthy").lagging(),
                new ReleaseScenario("a crashing version, CANARY", CANARY).bad("crashing"),
                new ReleaseScenario("a crashing version, ROLLING", ROLLING).bad("crashing").asked(order -> order.by("ROLLING")),
                new ReleaseScenario("held and continued", BLUE_GREEN).heldAndThen(Signal.Kind.PROCEED),
                new ReleaseScenario("held and refused", BLUE_GREEN).heldAndThen(Signal.Kind.ROLL_BACK),
                new RollbackScenario("rollback of what is live", RollbackScenario.Version2.LIVE, BLUE_GREEN),
                new RollbackScenario("rollback where reads lag", RollbackScenario.Version2.LIVE, CANARY).lagging(),
                new RollbackScenario("rollback of a ROLLING service", RollbackScenario.Version2.LIVE, ROLLING),
                new RollbackScenario("rollback of what is in flight", RollbackScenario.Version2.IN_FLIGHT, LINEAR),
                new RollbackScenario("rollback of what is held", RollbackScenario.Version2.HELD, BLUE_GREEN)));
        String only = System.getProperty("matrix.only", "");
        all.removeIf(scenario -> !scenario.name().contains(only));
        return all;
    }

    @Test
    public void whateverGoesWrongThereIsOneChangeForEachIntentAndEveryVerdictIsTrue() {
        List<String> bad = new ArrayList<>();
        int cells = 0;
        int all = 0;
        for (Scenario<?> scenario : scenarios()) {
            KillMatrix matrix = new KillMatrix(scenario);
            KillMatrix.Report report = Boolean.getBoolean("matrix.full") ? matrix.singles() : matrix.some(KillMatrix.SEED, CELLS);
            System.out.println(report);
            cells += report.cells();
            all += report.all();
            report.bad().forEach(line -> bad.add(scenario.name() + ": " + line));
        }
        System.out.println("Release matrix: " + cells + " of " + all + " cells, " + bad.size() + " bad");
        assertEquals(List.of(), bad);
        assertTrue("too few cells to mean anything: " + cells, cells >= scenarios().size() * Math.min(CELLS, 14));
    }

    @Test
    public void twoCutsAreNoWorse() {
        int pairs = Integer.getInteger("matrix.pairs", 3);
        for (Scenario<?> scenario : scenarios()) {
            KillMatrix.Report report = new KillMatrix(scenario).pairs(KillMatrix.SEED ^ scenario.name().hashCode(), pairs, 40);
            System.out.println(report);
            assertEquals(List.of(), report.bad());
        }
    }

    @Test
    public void plantedFaultsAreFound() {
        for (KillMatrix.Fault fault : KillMatrix.Fault.values()) {
            for (Scenario<?> scenario : List.of(new ReleaseScenario("BLUE_GREEN", BLUE_GREEN),
                    new RollbackScenario("rollback of what is live", RollbackScenario.Version2.LIVE, BLUE_GREEN))) {
                KillMatrix.Report report = new KillMatrix(scenario).planted(fault).atChanges(Cut.KILL);
                System.out.println(report);
                assertFalse(fault + " was not found", report.bad().isEmpty());
            }
        }
    }
}
