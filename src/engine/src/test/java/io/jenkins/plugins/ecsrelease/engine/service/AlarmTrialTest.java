package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;

/** Alarms decide about a release: those of ECS and those of our checks. */
public class AlarmTrialTest {

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void anAlarmOfEcsItselfRollsBackAndIsNamed() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10)
                .alarms(a -> a.alarmNames("web-5xx").enable(true).rollback(true)), service -> {}, Shop.web(Shop.image("web", '1')));
        shop.alarm("web-5xx");
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("BAKE_TIME");
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "web-5xx"));
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("web-5xx"));
        assertEquals(0, shop.changes("StopServiceDeployment"));
    }

    @Test
    public void anAlarmOfACheckRollsBackWithinASecondOfItsLook() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10));
        shop.alarm("slow");
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(new Alarm("slow", Limits.bearing(30, 0, false)))));
        shop.untilStage("BAKE_TIME");
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "slow"));
        java.time.Instant red = shop.time.now();
        shop.trial.until("the rollback is ordered", () -> shop.changes("StopServiceDeployment") == 1);
        long seconds = Duration.between(red, shop.time.now()).toSeconds();
        assertTrue(seconds + " seconds", seconds <= 32);
        assertEquals(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial").verdict());
    }
}
