package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;

/** Lifecycle hooks: pauses that wait for ContinueServiceDeployment, and functions. */
public class HooksTest {

    @Rule
    public final Site site = new Site();

    private void hooks(String strategy, String hooks) throws IOException {
        JsonNode answer = new Raw(site.sandbox).call("UpdateService", ("{'cluster': 'production', 'service': 'web', "
                + "'deploymentConfiguration': {%s, 'lifecycleHooks': [%s]}}").formatted(strategy, hooks));
        assertTrue(answer.toString(), answer.has("service"));
    }

    private JsonNode details(String arn) {
        try {
            return new Raw(site.sandbox).call("DescribeServiceDeployments", "{'serviceDeploymentArns': ['" + arn + "']}")
                    .get("serviceDeployments").get(0).get("lifecycleHookDetails");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode awaiting(String arn) {
        for (JsonNode detail : details(arn)) {
            if (detail.get("status").asText().equals("AWAITING_ACTION")) {
                return detail;
            }
        }
        return null;
    }

    private JsonNode answer(String arn, String hookId, String action) throws IOException {
        return new Raw(site.sandbox).call("ContinueServiceDeployment",
                "{'serviceDeploymentArn': '" + arn + "', 'hookId': '" + hookId + "', 'action': '" + action + "'}");
    }

    @Test
    public void aPauseHoldsTheDeploymentUntilItIsContinued() throws IOException {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        hooks("'strategy': 'BLUE_GREEN'", "{'targetType': 'PAUSE', 'lifecycleStages': ['POST_SCALE_UP']}");
        String arn = site.release(Site.IMAGE + "web:2");
        site.until(() -> awaiting(arn) != null);
        site.time.advance(Duration.ofHours(2));
        assertEquals("POST_SCALE_UP", site.deployment(arn).lifecycleStageAsString());
        assertEquals(Map.of(site.blue, 100), site.weights());
        assertEquals("ROLLBACK", awaiting(arn).get("timeoutAction").asText());
        JsonNode answered = answer(arn, awaiting(arn).get("hookId").asText(), "CONTINUE");
        assertEquals(arn, answered.get("serviceDeploymentArn").asText());
        site.untilOver(arn);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
    }

    @Test
    public void eachStepOfALinearDeploymentPausesWithAnIdOfItsOwn() throws IOException {
        site.serve(how -> how.strategy("LINEAR").linearConfiguration(l -> l.stepPercent(50.0).stepBakeTimeInMinutes(1)));
        hooks("'strategy': 'LINEAR'", "{'targetType': 'PAUSE', 'lifecycleStages': ['PRE_PRODUCTION_TRAFFIC_SHIFT']}");
        String arn = site.release(Site.IMAGE + "web:2");
        Set<String> ids = new LinkedHashSet<>();
        for (int step = 0; step < 2; step++) {
            site.until(() -> awaiting(arn) != null);
            ids.add(awaiting(arn).get("hookId").asText());
            answer(arn, awaiting(arn).get("hookId").asText(), "CONTINUE");
        }
        assertEquals(2, ids.size());
        site.untilOver(arn);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
    }

    @Test
    public void answeredWithRollbackItGoesBack() throws IOException {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        hooks("'strategy': 'BLUE_GREEN'", "{'targetType': 'PAUSE', 'lifecycleStages': ['POST_PRODUCTION_TRAFFIC_SHIFT']}");
        String arn = site.release(Site.IMAGE + "web:2");
        site.until(() -> awaiting(arn) != null);
        assertEquals(Map.of(site.green, 100), site.weights());
        answer(arn, awaiting(arn).get("hookId").asText(), "ROLLBACK");
        site.untilOver(arn);
        assertEquals("ROLLBACK_SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(Map.of(site.blue, 100), site.weights());
    }

    @Test
    public void aPauseThatNobodyAnswersTimesOutAsItIsTold() throws IOException {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        hooks("'strategy': 'BLUE_GREEN'", "{'targetType': 'PAUSE', 'lifecycleStages': ['POST_SCALE_UP'], "
                + "'timeoutConfiguration': {'timeoutInMinutes': 10, 'action': 'CONTINUE'}}");
        String continued = site.release(Site.IMAGE + "web:2");
        site.untilOver(continued);
        assertEquals("SUCCESSFUL", site.deployment(continued).statusAsString());
        assertEquals("TIMED_OUT", details(continued).get(0).get("status").asText());

        hooks("'strategy': 'BLUE_GREEN'", "{'targetType': 'PAUSE', 'lifecycleStages': ['POST_SCALE_UP'], "
                + "'timeoutConfiguration': {'timeoutInMinutes': 10, 'action': 'ROLLBACK'}}");
        String taken = site.release(Site.IMAGE + "web:3");
        site.untilOver(taken);
        assertEquals("ROLLBACK_SUCCESSFUL", site.deployment(taken).statusAsString());
    }

    @Test
    public void anAnswerIsTakenOnce() throws IOException {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        hooks("'strategy': 'BLUE_GREEN'", "{'targetType': 'PAUSE', 'lifecycleStages': ['POST_SCALE_UP']}");
        String arn = site.release(Site.IMAGE + "web:2");
        site.until(() -> awaiting(arn) != null);
        String hook = awaiting(arn).get("hookId").asText();
        answer(arn, hook, "CONTINUE");
        assertEquals("ConflictException", answer(arn, hook, "CONTINUE").get("__type").asText());
        assertEquals("InvalidParameterException", answer(arn, "another", "CONTINUE").get("__type").asText());
        assertEquals("ServiceDeploymentNotFoundException", answer(arn + "x", hook, "CONTINUE").get("__type").asText());
    }

    @Test
    public void pausesAreRefusedWhereARollbackPassesToo() throws IOException {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        JsonNode refused = new Raw(site.sandbox).call("UpdateService", "{'cluster': 'production', 'service': 'web', "
                + "'deploymentConfiguration': {'lifecycleHooks': [{'targetType': 'PAUSE', 'lifecycleStages': ['TEST_TRAFFIC_SHIFT']}]}}");
        assertEquals("InvalidParameterException", refused.get("__type").asText());
    }

    @Test
    public void hooksAreToldWithTheMembersThatTheSdkDoesNotKnow() throws IOException {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        hooks("'strategy': 'BLUE_GREEN'", "{'targetType': 'PAUSE', 'lifecycleStages': ['PRE_PRODUCTION_TRAFFIC_SHIFT']}");
        JsonNode hook = new Raw(site.sandbox).call("DescribeServices", "{'cluster': 'production', 'services': ['web']}")
                .at("/services/0/deploymentConfiguration/lifecycleHooks/0");
        assertEquals("PAUSE", hook.get("targetType").asText());
        assertEquals(1440, hook.at("/timeoutConfiguration/timeoutInMinutes").asInt());
        hooks("'strategy': 'BLUE_GREEN'", "");
        assertNotEquals(true, site.service().deploymentConfiguration().lifecycleHooks().iterator().hasNext());
    }

    @Test
    public void aFunctionThatFailsTakesTheDeploymentBackWithItsName() throws IOException {
        String function = "arn:aws:lambda:eu-central-1:123456789012:function:smoke";
        site.serve(how -> how.strategy("BLUE_GREEN"));
        hooks("'strategy': 'BLUE_GREEN'", "{'hookTargetArn': '" + function + "', 'roleArn': '" + Site.ROLE
                + "', 'lifecycleStages': ['POST_TEST_TRAFFIC_SHIFT']}");
        site.sandbox.faults().put(Fault.about(Fault.Kind.FAILING_HOOK, "function:smoke"));
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilOver(arn);
        assertEquals("Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. Lifecycle hook target "
                + function + " returned FAILED status.", site.deployment(arn).statusReason());
    }
}
