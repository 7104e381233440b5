package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookStage;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** How deployments end that ECS itself, its hooks, its breaker or a person ends, and what the release says of each. */
public class VerdictsTrialTest {

    private static final String FUNCTION = "arn:aws:lambda:eu-central-1:123456789012:function:smoke";

    @Rule
    public final Shop shop = new Shop();

    private void is(Verdict verdict, Outcome outcome, String... parts) {
        assertEquals(outcome.message(), verdict, outcome.verdict());
        for (String part : parts) {
            assertTrue(part + " is missing in: " + outcome.message(), outcome.message().contains(part));
        }
    }

    private void hooked() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(2).lifecycleHooks(hook -> hook.hookTargetArn(FUNCTION)
                .roleArn("arn:aws:iam::123456789012:role/hooks").lifecycleStages(DeploymentLifecycleHookStage.POST_TEST_TRAFFIC_SHIFT)));
    }

    @Test
    public void functionsAtStagesRunAndStay() {
        hooked();
        is(Verdict.SUCCEEDED, shop.release(Shop.image("web", '2')));
        assertEquals(FUNCTION, shop.service().deploymentConfiguration().lifecycleHooks().get(0).hookTargetArn());
    }

    @Test
    public void aFunctionThatFailsTakesTheReleaseBackAndIsNamed() {
        hooked();
        shop.sandbox.faults().put(Fault.about(Fault.Kind.FAILING_HOOK, "smoke"));
        is(Verdict.ROLLED_BACK, shop.release(Shop.image("web", '2')), "POST_TEST_TRAFFIC_SHIFT");
        assertEquals(Map.of(shop.blue, 100), shop.weights());
    }

    @Test
    public void theCircuitBreakerTakesARollingReleaseBack() {
        shop.serve(how -> how.deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(true)));
        String before = shop.service().taskDefinition();
        is(Verdict.ROLLED_BACK, shop.trial.run(shop.blueGreen, shop.order(Shop.image("crashing", '2')).by("ROLLING")), "code 1");
        assertEquals(before, shop.service().taskDefinition());
    }

    @Test
    public void aBreakerThatOnlyStopsLeavesNoSuccessBehind() {
        shop.serve(how -> how.deploymentCircuitBreaker(breaker -> breaker.enable(true).rollback(false)));
        is(Verdict.STOPPED, shop.trial.run(shop.blueGreen,
                shop.order(Shop.image("crashing", '2')).by("ROLLING").policies("leave", "", "", "")));
    }

    @Test
    public void anAlarmTakesARollingReleaseBackAndIsNamed() {
        shop.serve(how -> how.alarms(alarms -> alarms.alarmNames("web-5xx").enable(true).rollback(true)));
        shop.alarm("web-5xx");
        String before = shop.service().taskDefinition();
        shop.begin(shop.order(Shop.image("web", '2')).by("ROLLING"));
        shop.trial.until("it began", () -> shop.changes("UpdateService") == 1);
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "web-5xx"));
        is(Verdict.ROLLED_BACK, shop.trial.untilEnded("trial"), "web-5xx");
        assertEquals(before, shop.service().taskDefinition());
    }

    @Test
    public void aRollbackThatEcsCannotCompleteCallsForAPerson() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ROLLBACK_FAILS, "web"));
        is(Verdict.ROLLBACK_FAILED, shop.release(Shop.image("unhealthy", '2')));
    }

    @Test
    public void whatSomeoneAbortsAtEcsIsStoppedAndNeverSuccess() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.begin(shop.order(Shop.image("web", '2')).policies("leave", "", "", ""));
        shop.untilStage("BAKE_TIME");
        shop.ecs.stopServiceDeployment(stop -> stop.serviceDeploymentArn(shop.service().currentServiceDeployment())
                .stopType(StopServiceDeploymentStopType.ABORT));
        is(Verdict.STOPPED, shop.trial.untilEnded("trial"));
    }

    @Test
    public void whatIsLeftWhenItsTimeIsOverIsTimedOutAndStillAtWork() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.sandbox.faults().put(Fault.about(Fault.Kind.NO_CAPACITY, "web"));
        is(Verdict.TIMED_OUT, shop.trial.run(shop.blueGreen,
                shop.order(Shop.image("web", '2')).within(10).policies("leave", "", "", "")), "10 minutes");
        assertEquals("IN_PROGRESS", shop.status(shop.service().currentServiceDeployment()));
    }

    @Test
    public void whatCannotBeVerifiedIsUnknownThoughEcsSaysSuccess() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(2));
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("BAKE_TIME");
        shop.sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "ecs", "DescribeTasks"));
        is(Verdict.UNKNOWN, shop.trial.untilEnded("trial"), "DescribeTasks");
        assertEquals("SUCCESSFUL", shop.status(shop.service().currentServiceDeployment()));
    }
}
