package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.engine.run.StatusMatrix;
import java.time.Duration;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** What phases of a deployment make of statuses that ECS says, and of some that it does not say yet. */
public class StatusMatrixTest {

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void noUnknownStatusEverSucceeds() {
        shop.serve(how -> how.strategy("CANARY").bakeTimeInMinutes(2)
                .canaryConfiguration(canary -> canary.canaryPercent(10.0).canaryBakeTimeInMinutes(2)));
        shop.release(Shop.image("web", '2'));
        shop.trial.begin("unhealthy", shop.blueGreen, shop.order(Shop.image("unhealthy", '3')).within(5));
        shop.trial.untilEnded("unhealthy");
        shop.trial.begin("aborted", shop.blueGreen, shop.order(Shop.image("web", '4')));
        shop.untilStage("BAKE_TIME");
        shop.trial.signal("aborted", io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.STOP, "abort");
        shop.trial.untilEnded("aborted");
        shop.advance(Duration.ofMinutes(2));
        shop.trial.begin("back", shop.rollback, RollbackOrder.of("shop/main#43", "shop", "web"));
        shop.trial.untilEnded("back");

        StatusMatrix.Report report = StatusMatrix.of(shop.trial.decisions(), Verify.class::isInstance);
        System.out.println(report);
        assertEquals(Set.of(), report.bad());
        assertTrue("a deployment's own status decides: " + report.indifferent(),
                report.indifferent().stream().noneMatch(status -> status.startsWith("LiveDeployment.")));
        assertTrue("nothing succeeded, so nothing was proved", report.successes() >= 2);
        assertTrue("too few phases to mean anything: " + report.phases(), report.phases() >= 8);
    }
}
