package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Somebody scales the service while it is released, with the very call that Application Auto Scaling makes. */
public class ScalingTrialTest {

    @Rule
    public final Shop shop = new Shop();

    private void scale(int tasks) {
        shop.ecs.updateService(u -> u.cluster("shop").service("web").desiredCount(tasks));
    }

    /** That our own calls never send a number of tasks. */
    private void ourCallsScaledNothing(int others) {
        long scaling = shop.sandbox.world().ledger().of("UpdateService").stream()
                .filter(entry -> entry.details().containsKey("desiredCount")).count();
        assertEquals(others, scaling);
    }

    @Test
    public void moreOrFewerTasksInAnyStageAreNeitherUndoneNorAProblem() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        int tasks = 2;
        char version = '2';
        for (String stage : List.of("SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME")) {
            for (int by : new int[] {2, -1}) {
                tasks += by;
                String id = "r" + version;
                shop.trial.begin(id, shop.blueGreen, shop.order(Shop.image("web", version++)));
                shop.untilStage(stage);
                scale(tasks);
                Outcome outcome = shop.trial.untilEnded(id);
                assertEquals(stage + " " + by + ": " + outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
                assertEquals(tasks, shop.service().desiredCount().intValue());
            }
        }
        ourCallsScaledNothing(6);
    }

    @Test
    public void aRollingReleaseToo() {
        shop.serve(how -> how.maximumPercent(200).minimumHealthyPercent(100));
        shop.begin(shop.order(Shop.image("web", '2')).by("ROLLING"));
        shop.trial.until("it began", () -> shop.changes("UpdateService") == 1);
        scale(5);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(5, shop.service().desiredCount().intValue());
    }

    @Test
    public void noTasksAtAllProveNothing() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("BAKE_TIME");
        scale(0);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertFalse(outcome.message(), outcome.verdict() == Verdict.SUCCEEDED);
        assertTrue(outcome.message(), outcome.message().length() > 20);
    }
}
