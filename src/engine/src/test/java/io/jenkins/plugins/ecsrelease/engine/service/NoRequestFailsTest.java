package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/**
 * Two hundred requests in every second of the sandbox's time, on real connections through its load balancer, from four
 * clients at once: no release and no rollback fails one of them.
 */
public class NoRequestFailsTest {

    private static final int A_SECOND = 200;
    private static final int CLIENTS = 4;

    @Rule
    public final Shop shop = new Shop();

    /** What happens under load, and what the load balancer's clients saw of it. */
    private Load under(String what, Runnable happens) {
        Instant began = shop.time.now();
        try (Load load = Load.besideTime(shop.url(), shop.time, A_SECOND, CLIENTS)) {
            shop.advance(Duration.ofSeconds(2));
            happens.run();
            shop.advance(Duration.ofSeconds(2));
            long seconds = Duration.between(began, shop.time.now()).toSeconds();
            load.close();
            System.out.printf("%s: %d requests in %d seconds, %d failed; answered by %s%n",
                    what, load.sent(), seconds, load.failed(), load.answers());
            assertEquals(load.failures().toString(), 0, load.failed());
            assertTrue(load.sent() + " requests in " + seconds + " seconds", load.sent() >= (seconds - 1) * A_SECOND * 9 / 10);
            return load;
        }
    }

    private void releases(String what, Consumer<DeploymentConfiguration.Builder> how, BlueGreenOrder order) {
        shop.serve(how);
        Load load = under(what, () -> {
            Outcome outcome = shop.trial.run(shop.blueGreen, order);
            assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        });
        Map<String, Long> answers = load.answers();
        assertTrue(answers.toString(), answers.containsKey("shop-web:1") && answers.containsKey("shop-web:2"));
    }

    private BlueGreenOrder two() {
        return shop.order(Shop.image("web", '2'));
    }

    private Outcome rollback() {
        shop.trial.begin("rollback", shop.rollback, RollbackOrder.of("shop#9", "shop", "web"));
        Outcome outcome = shop.trial.untilEnded("rollback");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        return outcome;
    }

    @Test
    public void blueGreen() {
        releases("BLUE_GREEN", how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(0), two());
    }

    @Test
    public void canary() {
        releases("CANARY", how -> how.strategy("CANARY").bakeTimeInMinutes(0)
                .canaryConfiguration(canary -> canary.canaryPercent(20.0).canaryBakeTimeInMinutes(1)), two());
    }

    @Test
    public void linear() {
        releases("LINEAR", how -> how.strategy("LINEAR").bakeTimeInMinutes(0)
                .linearConfiguration(linear -> linear.stepPercent(34.0).stepBakeTimeInMinutes(1)), two());
    }

    @Test
    public void rolling() {
        releases("ROLLING", how -> how.maximumPercent(200).minimumHealthyPercent(100), two().by("ROLLING"));
    }

    @Test
    public void theRollbackOfAVersionThatIsLive() {
        shop.serve(how -> how.strategy("CANARY").bakeTimeInMinutes(0)
                .canaryConfiguration(canary -> canary.canaryPercent(20.0).canaryBakeTimeInMinutes(0)));
        shop.release(Shop.image("web", '2'));
        under("rollback of a live version", this::rollback);
        assertTrue(shop.service().taskDefinition().endsWith(":1"));
    }

    @Test
    public void theRollbackOfARollingService() {
        shop.serve(how -> how.maximumPercent(200).minimumHealthyPercent(100));
        shop.trial.run(shop.blueGreen, two().by("ROLLING"));
        under("rollback of a ROLLING service", this::rollback);
        assertTrue(shop.service().taskDefinition().endsWith(":1"));
    }

    @Test
    public void theRollbackOfAReleaseWhoseTrafficIsHalfShifted() {
        shop.serve(how -> how.strategy("CANARY").bakeTimeInMinutes(0)
                .canaryConfiguration(canary -> canary.canaryPercent(50.0).canaryBakeTimeInMinutes(10)));
        Load load = under("rollback half-way", () -> {
            shop.begin(two());
            shop.trial.until("half of the traffic is on it", () -> shop.weights().size() == 2);
            shop.advance(Duration.ofSeconds(10));
            rollback();
            assertEquals(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial").verdict());
        });
        assertTrue(load.answers().toString(), load.answers().containsKey("shop-web:2"));
    }

    @Test
    public void aHeldReleaseThatIsRefusedAfterItsTrafficHasMoved() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        under("held after traffic and refused", () -> {
            shop.begin(two().heldAt("afterTraffic"));
            shop.trial.until("it is held", () -> shop.said().stream().anyMatch(line -> line.contains("ECS holds the deployment")));
            shop.trial.signal("trial", Signal.Kind.ROLL_BACK, "");
            assertEquals(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial").verdict());
        });
    }

    @Test
    public void aVersionThatNeverComesUpAndIsTakenBack() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(0));
        Load load = under("an unhealthy version", () -> {
            Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("unhealthy", '2'))
                    .checkedBy(List.of(new TargetHealth(100, 60, Limits.DEFAULT))));
            assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        });
        assertEquals(Set.of("shop-web:1"), load.answers().keySet());
    }
}
