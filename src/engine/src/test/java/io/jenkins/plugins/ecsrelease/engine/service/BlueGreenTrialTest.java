package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Releases on the sandbox: the real engine, AWS calls alone, hours in milliseconds. */
public class BlueGreenTrialTest {

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void aHealthyVersionBecomesLive() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String before = shop.service().taskDefinition();
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(Map.of(shop.green, 100), shop.weights());
        assertEquals(before, outcome.result().get(Result.PREVIOUS_TASK_DEFINITION));
        assertEquals(shop.service().taskDefinition(), Shop.definition(outcome));
        assertEquals("SUCCESSFUL", shop.status((String) outcome.result().get(Result.DEPLOYMENT)));
        assertEquals("sha256:" + "2".repeat(64), outcome.result().get(Result.DIGEST));
        assertEquals(List.of(1L, 1L, 1L, 0L), List.of(shop.changes("RegisterTaskDefinition"), shop.changes("UpdateService"),
                shop.changes("TagResource"), shop.changes("StopServiceDeployment")));
        assertTrue(shop.sandbox.unknownMembers().toString(), shop.sandbox.unknownMembers().isEmpty());
    }

    @Test
    public void onlyTheImageDiffersInTheNewTaskDefinitionAndTheRecordRidesOnIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String before = shop.service().taskDefinition();
        Outcome outcome = shop.release(Shop.image("web", '2'));
        TaskDefinition old = shop.ecs.describeTaskDefinition(d -> d.taskDefinition(before)).taskDefinition();
        TaskDefinition now = shop.ecs.describeTaskDefinition(d -> d.taskDefinition(Shop.definition(outcome))).taskDefinition();
        assertEquals(old.containerDefinitions().get(0).toBuilder().image(Shop.image("web", '2')).build(),
                now.containerDefinitions().get(0));
        assertEquals(old.taskRoleArn(), now.taskRoleArn());
        Map<String, String> tags = shop.tags(Shop.definition(outcome));
        assertEquals("shop", tags.get("team"));
        assertEquals("SUCCEEDED", tags.get(Tags.VERDICT));
        assertEquals("shop/main_42/2222", tags.get(Tags.RELEASE));
        assertEquals(Course.nameOf(before), tags.get(Tags.PREVIOUS));
    }

    @Test
    public void aPlanChangesNothingAndSaysWhatWouldHappen() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).planOnly());
        assertEquals(Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(true, outcome.result().get(Result.READY));
        String plan = (String) outcome.result().get(Result.PLAN);
        assertTrue(plan, plan.contains("+ " + Shop.image("web", '2')) && plan.contains("- " + Shop.image("web", '1'))
                && plan.contains("5 minutes of bake"));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService") + shop.changes("TagResource"));
    }

    @Test
    public void theSameImageAgainDeploysNothingAndIsVerified() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        Outcome outcome = shop.release(Shop.image("web", '1'));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(false, outcome.result().get(Result.CHANGED));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
    }

    @Test
    public void anUnhealthyVersionIsRolledBackByItsTargetsAndTheCauseIsSaid() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        String before = shop.service().taskDefinition();
        Outcome outcome = shop.release(Shop.image("unhealthy", '2'));
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("target health"));
        assertEquals(before, shop.service().taskDefinition());
        assertEquals(Map.of(shop.blue, 100), shop.weights());
        assertEquals("ROLLED_BACK", shop.tags(Shop.definition(outcome)).get(Tags.VERDICT));
        assertEquals(1, shop.changes("StopServiceDeployment"));
    }

    @Test
    public void someoneElsesNewerDeploymentIsSuperseded() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.begin(shop.order(Shop.image("web", '2')));
        shop.untilStage("BAKE_TIME");
        String other = shop.define(Shop.web(Shop.image("web", '3')));
        shop.ecs.updateService(u -> u.cluster("shop").service("web").taskDefinition(other));
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUPERSEDED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains(Course.nameOf(other)));
    }

    @Test
    public void aLostReplyOfUpdateServiceDeploysOnce() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        shop.sandbox.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "ecs", "UpdateService", 1));
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(1, shop.changes("UpdateService"));
    }

    @Test
    public void aLostReplyOfRegisterTaskDefinitionRegistersOnce() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        shop.sandbox.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "ecs", "RegisterTaskDefinition", 1));
        assertEquals(Verdict.SUCCEEDED, shop.release(Shop.image("web", '2')).verdict());
        assertEquals(1, shop.changes("RegisterTaskDefinition"));
    }

    @Test
    public void readsThatLagDoNotConfuseIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.advance(Duration.ofMinutes(1));
        shop.sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "ecs", "").lasting(Duration.ofSeconds(8)));
        shop.sandbox.faults().put(Fault.once(Fault.Kind.LOST_REPLY, "ecs", "UpdateService", 1));
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(1, shop.changes("UpdateService"));
    }

    @Test
    public void aServiceOfZeroTasksIsRefused() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        shop.ecs.updateService(u -> u.cluster("shop").service("web").desiredCount(0));
        shop.advance(Duration.ofMinutes(1));
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("scaled to zero"));
        assertEquals(0, shop.changes("RegisterTaskDefinition"));
    }

    @Test
    public void sidecarsStayAsTheyAre() {
        shop.serve(how -> how.strategy("BLUE_GREEN"), service -> {}, Shop.web(Shop.image("web", '1')), Shop.sidecar(Shop.image("slow", '9')));
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals(Shop.image("slow", '9'), shop.ecs.describeTaskDefinition(d -> d.taskDefinition(Shop.definition(outcome)))
                .taskDefinition().containerDefinitions().get(1).image());
    }

    @Test
    public void aCanaryAndALinearDeploymentSayWhereTheTrafficIs() {
        shop.serve(how -> how.strategy(DeploymentStrategy.CANARY).bakeTimeInMinutes(2)
                .canaryConfiguration(c -> c.canaryPercent(20.0).canaryBakeTimeInMinutes(3)));
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        List<Object> shares = shop.trial.facts("trial").stream().filter(fact -> fact.kind().equals("weights"))
                .map(fact -> fact.details().get("new")).toList();
        assertTrue(shares.toString(), shares.contains(20.0) && shares.contains(100.0));
    }

    @Test
    public void anotherStrategyIsForThisReleaseOnly() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).by("LINEAR"));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals("BLUE_GREEN", shop.service().deploymentConfiguration().strategyAsString());
        assertEquals(1, shop.service().deploymentConfiguration().bakeTimeInMinutes().intValue());
        assertEquals(2, shop.changes("UpdateService"));
    }

    @Test
    public void aRollingServiceIsRefusedUnlessItIsAskedForByName() {
        shop.serve(how -> how.maximumPercent(200).minimumHealthyPercent(100));
        assertEquals(Verdict.STOPPED, shop.release(Shop.image("web", '2')).verdict());
        shop.trial.begin("again", shop.blueGreen, shop.order(Shop.image("web", '2')).by("ROLLING"));
        Outcome outcome = shop.trial.untilEnded("again");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
    }

    @Test
    public void aHeldDeploymentWaitsForTheBlockAndGoesOn() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.begin(shop.order(Shop.image("web", '2')).heldAt("beforeTraffic"));
        shop.trial.until("it is held", () -> noted("hold"));
        shop.advance(Duration.ofMinutes(30));
        assertEquals(Map.of(shop.blue, 100), shop.weights());
        shop.trial.signal("trial", Signal.Kind.PROCEED, "");
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertTrue(shop.service().deploymentConfiguration().lifecycleHooks().isEmpty());
        assertTrue(shop.sandbox.unknownMembers().toString(), shop.sandbox.unknownMembers().isEmpty());
    }

    @Test
    public void aRejectedBlockTakesTheHeldDeploymentBack() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.begin(shop.order(Shop.image("web", '2')).heldAt("afterTraffic"));
        shop.trial.until("it is held", () -> noted("hold"));
        assertEquals(Map.of(shop.green, 100), shop.weights());
        shop.trial.signal("trial", Signal.Kind.ROLL_BACK, "");
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertEquals(Map.of(shop.blue, 100), shop.weights());
    }

    @Test
    public void aDeploymentInFlightIsAConflictOrIsWaitedFor() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(3));
        String other = shop.define(Shop.web(Shop.image("web", '3')));
        shop.ecs.updateService(u -> u.cluster("shop").service("web").taskDefinition(other));
        Outcome refused = shop.release(Shop.image("web", '2'));
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertTrue(refused.message(), refused.message().contains("in flight") && refused.message().contains("begun by someone without this plugin"));
        shop.trial.begin("waits", shop.blueGreen, shop.order(Shop.image("web", '2')).policies("", "", "wait", ""));
        Outcome waited = shop.trial.untilEnded("waits");
        assertEquals(waited.message(), Verdict.SUCCEEDED, waited.verdict());
        assertEquals(other, waited.result().get(Result.PREVIOUS_TASK_DEFINITION));
    }

    @Test
    public void aConflictWithAReleaseSaysWhose() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
        shop.begin(shop.order(Shop.image("web", '2')).labelled(Map.of("build", "shop/main #41")).policies("", "leave", "", ""));
        shop.untilStage("BAKE_TIME");
        shop.trial.signal("trial", Signal.Kind.STOP, "");
        shop.trial.untilEnded("trial");
        shop.trial.begin("next", shop.blueGreen, shop.order(Shop.image("web", '3')));
        Outcome refused = shop.trial.untilEnded("next");
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertTrue(refused.message(), refused.message().contains("in flight") && refused.message().contains("begun by shop/main"));
    }

    @Test
    public void aCrashingImageIsRolledBackWithItsExitCode() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        Outcome outcome = shop.release(Shop.image("crashing", '2'));
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("code 1"));
    }

    @Test
    public void whatNewTasksWouldMissIsFoundBeforeAnythingChanges() {
        String secret = shop.trial.aws(SecretsManagerClient.class).createSecret(c -> c.name("shop/db").secretString("{\"password\":\"x\"}")).arn();
        shop.trial.aws(CloudWatchLogsClient.class).createLogGroup(c -> c.logGroupName("/shop"));
        shop.serve(how -> how.strategy("BLUE_GREEN"), service -> {}, Shop.web(Shop.image("web", '1')).toBuilder()
                .secrets(s -> s.name("DATABASE_PASSWORD").valueFrom(secret + ":password::"))
                .logConfiguration(l -> l.logDriver("awslogs").options(Map.of("awslogs-group", "/shop", "awslogs-region", "eu-central-1",
                        "awslogs-stream-prefix", "web"))).build());
        assertTrue((Boolean) shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).planOnly()).result().get(Result.READY));
        shop.trial.aws(SecretsManagerClient.class).deleteSecret(d -> d.secretId(secret));
        shop.trial.aws(CloudWatchLogsClient.class).deleteLogGroup(d -> d.logGroupName("/shop"));
        shop.trial.begin("second", shop.blueGreen, shop.order(Shop.image("web", '2')));
        Outcome outcome = shop.trial.untilEnded("second");
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("is being deleted") && outcome.message().contains("The log group /shop does not exist"));
        assertEquals(0, shop.changes("RegisterTaskDefinition"));
    }

    @Test
    public void whatTerraformChangedMeanwhileIsShownAndKept() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        shop.release(Shop.image("web", '2'));
        String theirs = shop.define(Shop.web(Shop.image("web", '2')).toBuilder().environment(e -> e.name("GREETING").value("servus")).build());
        shop.ecs.updateService(u -> u.cluster("shop").service("web").taskDefinition(theirs));
        shop.trial.until("theirs is live", () -> shop.status(shop.service().currentServiceDeployment()).equals("SUCCESSFUL"));
        shop.trial.begin("third", shop.blueGreen, shop.order(Shop.image("web", '3')));
        Outcome outcome = shop.trial.untilEnded("third");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        String log = String.join("\n", shop.said());
        assertTrue(log, log.contains("web environment variable GREETING has another value") && !log.contains("servus"));
        assertEquals("servus", shop.ecs.describeTaskDefinition(d -> d.taskDefinition(Shop.definition(outcome))).taskDefinition()
                .containerDefinitions().get(0).environment().get(0).value());
    }

    @Test
    public void aMissingServiceOrClusterIsASentence() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        Outcome service = shop.trial.run(shop.blueGreen, BlueGreenOrder.of("r", "shop", "wbe", Map.of("web", Shop.image("web", '2'))));
        assertEquals(Verdict.STOPPED, service.verdict());
        assertTrue(service.message(), service.message().contains("no service 'wbe'") && service.message().contains("Nothing was changed"));
        shop.trial.begin("cluster", shop.blueGreen, BlueGreenOrder.of("r", "elsewhere", "web", Map.of("web", Shop.image("web", '2'))));
        Outcome cluster = shop.trial.untilEnded("cluster");
        assertEquals(Verdict.STOPPED, cluster.verdict());
        assertTrue(cluster.message(), cluster.message().contains("Check 'cluster'"));
    }

    @Test
    public void theLogTellsWhereItStandsInWords() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(5));
        shop.release(Shop.image("web", '2'));
        String log = String.join("\n", shop.said());
        assertTrue(log, log.contains("2 of 2 targets healthy, 100 % of traffic on the new version"));
        assertFalse(log, log.contains("hello"));
        assertNotEquals("", log);
    }

    private boolean noted(String kind) {
        return shop.trial.facts("trial").stream().map(Fact::kind).anyMatch(kind::equals);
    }
}
