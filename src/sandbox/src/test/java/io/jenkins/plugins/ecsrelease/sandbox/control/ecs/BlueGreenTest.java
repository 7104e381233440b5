package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** A native blue/green deployment as ECS tells it. */
public class BlueGreenTest {

    @Rule
    public final Site site = new Site();

    @Test
    public void visitsItsStagesInOrderAndEndsWithAllTrafficOnTheNewRevision() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        assertEquals(Map.of(site.blue, 100), site.weights());

        String arn = site.release(Site.IMAGE + "web:2");
        List<String> stages = new ArrayList<>();
        site.until(() -> {
            ServiceDeployment now = site.deployment(arn);
            String stage = now.lifecycleStageAsString();
            if (stage != null && (stages.isEmpty() || !stages.get(stages.size() - 1).equals(stage))) {
                stages.add(stage);
            }
            return now.finishedAt() != null;
        });

        assertEquals(List.of("PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
                "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME",
                "CLEAN_UP"), stages);
        assertEquals("SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(Map.of(site.green, 100), site.weights());
        assertEquals(2, site.service().runningCount().intValue());
        assertEquals(100, site.deployment(arn).targetServiceRevision().requestedProductionTrafficWeight(), 0);
    }

    @Test
    public void bothRevisionsRunWhileItBakes() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        site.release(Site.IMAGE + "web:2");
        site.untilStage("BAKE_TIME");
        assertEquals(4, site.service().runningCount().intValue());
        site.time.advance(Duration.ofMinutes(4));
        assertEquals("BAKE_TIME", site.deployment().lifecycleStageAsString());
        assertEquals(Map.of(site.green, 100), site.weights());
        site.time.advance(Duration.ofMinutes(2));
        assertNotEquals("BAKE_TIME", site.deployment().lifecycleStageAsString());
    }

    @Test
    public void tellsWhichTargetGroupAndWhichImageDigestTheNewRevisionHas() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilOver(arn);
        ServiceRevision revision = site.ecs.describeServiceRevisions(
                d -> d.serviceRevisionArns(site.deployment(arn).targetServiceRevision().arn())).serviceRevisions().get(0);
        assertEquals(site.green, revision.resolvedConfiguration().loadBalancers().get(0).targetGroupArn());
        assertTrue(revision.containerImages().get(0).imageDigest().startsWith("sha256:"));
        assertEquals("the nominal group does not swap", site.blue, site.service().loadBalancers().get(0).targetGroupArn());
    }

    @Test
    public void goesBackThroughTheShiftStagesWhenStoppedInItsBake() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10));
        String before = site.service().taskDefinition();
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilStage("BAKE_TIME");
        site.ecs.stopServiceDeployment(s -> s.serviceDeploymentArn(arn).stopType(StopServiceDeploymentStopType.ROLLBACK));
        assertEquals("ROLLBACK_REQUESTED", site.deployment(arn).statusAsString());
        List<String> stages = new ArrayList<>();
        site.until(() -> {
            ServiceDeployment now = site.deployment(arn);
            if (now.statusAsString().equals("ROLLBACK_IN_PROGRESS") && !stages.contains(now.lifecycleStageAsString())) {
                stages.add(now.lifecycleStageAsString());
            }
            return now.finishedAt() != null;
        });
        assertTrue(stages.toString(), stages.contains("PRODUCTION_TRAFFIC_SHIFT") && stages.contains("TEST_TRAFFIC_SHIFT"));
        assertEquals("ROLLBACK_SUCCESSFUL", site.deployment(arn).statusAsString());
        assertEquals(Map.of(site.blue, 100), site.weights());
        assertEquals(before, site.service().taskDefinition());
        assertEquals(2, site.service().runningCount().intValue());
        assertEquals(site.deployment(arn).sourceServiceRevisions().get(0).arn(), site.deployment(arn).rollback().serviceRevisionArn());
    }

    @Test
    public void staysInScaleUpWhileTheNewTasksAreUnhealthy() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        String arn = site.release(Site.IMAGE + "unhealthy:2");
        site.time.advance(Duration.ofMinutes(20));
        assertEquals("IN_PROGRESS", site.deployment(arn).statusAsString());
        assertEquals("SCALE_UP", site.deployment(arn).lifecycleStageAsString());
        assertEquals(Map.of(site.blue, 100), site.weights());
        assertTrue(site.service().events().toString(),
                site.service().events().stream().anyMatch(event -> event.message().contains("Health checks failed with these codes: [500]")));
    }

    @Test
    public void aNewDeploymentStopsTheOneUnderWayAndReconcilesFirst() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10));
        String first = site.release(Site.IMAGE + "web:2");
        site.untilStage("POST_SCALE_UP");
        String second = site.release(Site.IMAGE + "web:3");
        site.until(() -> site.deployment(first).finishedAt() != null);
        assertEquals("STOPPED", site.deployment(first).statusAsString());
        site.untilStage("RECONCILE_SERVICE");
        assertEquals(2, site.deployment(second).sourceServiceRevisions().size());
        site.untilOver(second);
        assertEquals("SUCCESSFUL", site.deployment(second).statusAsString());
        assertEquals(2, site.service().runningCount().intValue());
    }

    @Test
    public void changingTheDeploymentConfigurationAloneStartsNothing() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        String before = site.service().currentServiceDeployment();
        site.ecs.updateService(u -> u.cluster("production").service("web")
                .deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(30)));
        assertEquals(before, site.service().currentServiceDeployment());
        assertEquals(30, site.service().deploymentConfiguration().bakeTimeInMinutes().intValue());
        assertNull(site.deployment(before).rollback());
    }
}
