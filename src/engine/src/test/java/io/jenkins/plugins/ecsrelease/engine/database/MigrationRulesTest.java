package io.jenkins.plugins.ecsrelease.engine.database;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;

/** What a migration refuses, what it remembers, and how it ends, in virtual time. */
public class MigrationRulesTest {

    private static final String CRASHING = "public.ecr.aws/sandbox/crashing@sha256:" + "2".repeat(64);

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
    private Sandbox sandbox;
    private Trial trial;
    private PretendContainers containers;

    @Before
    public void start() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), new MigrationOperation(), new SnapshotOperation());
        Stage.service(trial);
        program(5, 0);
    }

    @After
    public void stop() {
        trial.close();
        sandbox.close();
    }

    private void program(int lines, int exitCode) {
        program(lines, exitCode, false);
    }

    private void program(int lines, int exitCode, boolean deaf) {
        trial.kill();
        containers = new PretendContainers(sandbox, new PretendContainers.Program(lines, exitCode, deaf));
        trial.containers(containers);
    }

    private Outcome run(String id, MigrationOrder order) {
        trial.begin(id, new MigrationOperation(), order);
        return trial.untilEnded(id);
    }

    private static MigrationOrder order(String build, String snapshot, String database, int maxAge) {
        return new MigrationOrder("shop", "web", Shop.IMAGE, "", "bin/migrate", "", snapshot, database, maxAge,
                snapshot.isEmpty() ? "a test" : "", "", false, "", "", false, 0, 0, build, "", 0);
    }

    private static MigrationOrder again(String build, String resolved, boolean retry) {
        return new MigrationOrder("shop", "web", Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "a test", resolved, retry, "", "", false,
                0, 0, build, "", 0);
    }

    private static MigrationOrder task(String build, String image, String command) {
        return new MigrationOrder("shop", "web", image, "", command, "", "", "", 0, "a test", "", false, "task", "", false, 0, 0, build, "", 0);
    }

    private String snapshot() {
        trial.begin("snapshot", new SnapshotOperation(), new SnapshotOrder("orders", "", "shop", "1", "", Map.of(), 0, 0));
        return (String) trial.untilEnded("snapshot").result().get(SnapshotOrder.ARN);
    }

    private long runs() {
        return Stage.count(sandbox, "RunTask");
    }

    // ------------------------------------------------------------------------------------------------------- protection

    @Test
    public void withoutASnapshotOrAReasonItIsRefusedBeforeAnythingIsAsked() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new MigrationOrder("shop", "web",
                Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "", "", false, "", "", false, 0, 0, "1", "", 0));
        assertThat(refused.getMessage(), containsString("auroraSnapshot"));
    }

    @Test
    public void anOldSnapshotProtectsNothing() {
        Stage.database(trial);
        String arn = snapshot();
        trial.advance(Duration.ofMinutes(31));

        Outcome outcome = run("1", order("1", arn, "", 30));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("minutes old, and at most 30 are allowed"));
        assertEquals(0, runs());
    }

    @Test
    public void aSnapshotOfTheDatabaseThatHadThisNameBeforeProtectsNothing() {
        Stage.database(trial);
        String arn = snapshot();
        RdsClient rds = trial.aws(RdsClient.class);
        rds.deleteDBInstance(request -> request.dbInstanceIdentifier("orders-1").skipFinalSnapshot(true));
        rds.deleteDBCluster(request -> request.dbClusterIdentifier("orders").skipFinalSnapshot(true));
        trial.advance(Duration.ofMinutes(30));
        Stage.database(trial);

        Outcome outcome = run("1", order("1", arn, "", 600));

        assertThat(outcome.message(), containsString("a snapshot of another database protects nothing"));
        assertEquals(0, runs());
    }

    @Test
    public void aSnapshotThatIsNotThereProtectsNothing() {
        Outcome outcome = run("1", order("1", "arn:aws:rds:eu-central-1:123456789012:cluster-snapshot:gone", "", 0));

        assertThat(outcome.message(), containsString("there is no snapshot"));
        assertEquals(0, runs());
    }

    @Test
    public void aFreshSnapshotOfTheSameDatabaseLetsItRun() {
        Stage.database(trial);

        Outcome outcome = run("1", order("1", snapshot(), "orders", 0));

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertTrue(trial.said().toString(), trial.said().stream().anyMatch(line -> line.contains("Database orders, the most of the last minutes:")));
    }

    @Test
    public void aLimitThatCannotBeJudgedRefuses() {
        Stage.database(trial);
        String arn = snapshot();

        Outcome outcome = run("1", new MigrationOrder("shop", "web", Shop.IMAGE, "", "bin/migrate", "", arn, "no-such-database", 0, "",
                "", false, "", "", false, 10, 0, "1", "", 0));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertEquals(0, runs());
    }

    private MigrationOrder limited(String build, int connections, int lagSeconds) {
        return new MigrationOrder("shop", "web", Shop.IMAGE, "web", "bin/migrate", "", "", "orders", 0, "a test", "", false, "", "", false,
                connections, lagSeconds, build, "", 0);
    }

    /** A service whose task keeps forty connections to the database. */
    private void busy() {
        Stage.database(trial);
        EcsClient ecs = trial.aws(EcsClient.class);
        ecs.registerTaskDefinition(request -> request.family("web")
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE)
                .cpu("256")
                .memory("512")
                .taskRoleArn("arn:aws:iam::123456789012:role/web")
                .executionRoleArn("arn:aws:iam::123456789012:role/pull")
                .containerDefinitions(container -> container.name("web").image("public.ecr.aws/sandbox/web:1").essential(true)
                        .environment(pair -> pair.name("SANDBOX_DATABASE").value("orders"),
                                pair -> pair.name("SANDBOX_CONNECTIONS").value("40"))));
        ecs.updateService(request -> request.cluster("shop").service("web").taskDefinition("web"));
        trial.advance(Duration.ofMinutes(20));
    }

    @Test
    public void theUseOfConnectionsIsShownBeforeItStarts() {
        busy();

        Outcome outcome = run("1", limited("1", 50, 0));

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        int shown = said("Database orders, the most of the last minutes: 40 connections, ");
        assertTrue(trial.said().toString(), shown >= 0 && shown < said("Ran task"));
    }

    private int said(String what) {
        for (int i = 0; i < trial.said().size(); i++) {
            if (trial.said().get(i).contains(what)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    public void moreConnectionsThanAreAllowedRefuseIt() {
        busy();

        Outcome outcome = run("1", limited("1", 39, 0));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("at most 39 connections are allowed (maxConnections)"));
        assertThat(outcome.message(), containsString("40 connections"));
        assertEquals(0, runs());
    }

    @Test
    public void aLagThatIsNotKnownIsNotBelowALimit() {
        busy();

        Outcome outcome = run("1", limited("1", 0, 5));

        assertThat(outcome.message(), containsString("at most 5 s of replica lag are allowed (maxReplicaLagSeconds)"));
        assertThat(outcome.message(), containsString("unknown s of replica lag"));
        assertEquals(0, runs());
    }

    // ------------------------------------------------------------------------------------------------------------ names

    @Test
    public void aServiceThatIsNotThereIsNamed() {
        Outcome outcome = run("1", new MigrationOrder("shop", "wbe", Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "a test", "", false, "",
                "", false, 0, 0, "1", "", 0));

        assertThat(outcome.message(), containsString("has no active service 'wbe'"));
    }

    @Test
    public void aContainerThatIsNotThereIsAnsweredWithThoseThereAre() {
        Outcome outcome = run("1", new MigrationOrder("shop", "web", Shop.IMAGE, "api", "bin/migrate", "", "", "", 0, "a test", "", false,
                "", "", false, 0, 0, "1", "", 0));

        assertThat(outcome.message(), containsString("There are: web."));
    }

    // ------------------------------------------------------------------------------------------------------------- once

    @Test
    public void aFailedOneIsRunAgainOnlyWhenAsked() {
        program(5, 7);
        assertEquals(7, run("1", again("1", "", false)).result().get(MigrationOrder.EXIT_CODE));

        Outcome later = run("2", again("2", "", false));
        assertEquals(Verdict.STOPPED, later.verdict());
        assertThat(later.message(), containsString("retry: true"));
        assertEquals(7, later.result().get(MigrationOrder.EXIT_CODE));
        assertEquals(1, runs());

        program(5, 0);
        assertEquals(Verdict.SUCCEEDED, run("3", again("3", "", true)).verdict());
        assertEquals(true, run("4", again("4", "", true)).result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(2, runs());
    }

    @Test
    public void anotherControllerKnowsItToo() {
        run("1", again("1", "", false));

        try (Trial elsewhere = new Trial(time, sandbox.inProcess(), new MigrationOperation())) {
            elsewhere.containers(containers);
            assertEquals(true, elsewhere.run(new MigrationOperation(), again("2", "", false)).result().get(MigrationOrder.ALREADY_RUN));
        }
        assertEquals(1, runs());
    }

    @Test
    public void anotherClusterHasADatabaseOfItsOwn() {
        run("1", again("1", "", false));
        EcsClient ecs = trial.aws(EcsClient.class);
        ecs.createCluster(request -> request.clusterName("elsewhere"));
        ecs.createService(request -> request.cluster("elsewhere").serviceName("web").taskDefinition("web").desiredCount(1)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a"))));

        Outcome there = run("2", new MigrationOrder("elsewhere", "web", Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "a test", "", false,
                "", "", false, 0, 0, "2", "", 0));

        assertEquals(there.message(), false, there.result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(2, runs());
    }

    @Test
    public void whatRanIsWrittenDownAtAws() {
        Stage.database(trial);
        String arn = snapshot();
        String definition = (String) run("1", order("1", arn, "orders", 0)).result().get(MigrationOrder.TASK_DEFINITION);

        Map<String, String> tags = trial.aws(EcsClient.class)
                .describeTaskDefinition(request -> request.taskDefinition(definition).includeWithStrings("TAGS")).tags().stream()
                .collect(java.util.stream.Collectors.toMap(tag -> tag.key(), tag -> tag.value()));
        assertEquals("ended 0", tags.get("ecs-release:migration-outcome"));
        assertEquals("shop", tags.get("ecs-release:migration-cluster"));
        assertEquals("false", tags.get("ecs-release:migration-reversible"));
        assertEquals(arn, tags.get("ecs-release:migration-snapshot"));
        assertEquals("1", tags.get("ecs-release:migration-owner"));
        assertTrue(tags.toString(), Integer.parseInt(tags.get("ecs-release:migration-seconds")) >= 4);
        assertTrue(tags.toString(), tags.get("ecs-release:migration-task").contains(":task/shop/"));
    }

    @Test
    public void twoBuildsAtOnceRunItOnce() {
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.begin("2", new MigrationOperation(), again("2", "", false));

        Outcome first = trial.untilEnded("1");
        Outcome second = trial.untilEnded("2");

        assertEquals(first.message(), Verdict.SUCCEEDED, first.verdict());
        assertEquals(second.message(), Verdict.SUCCEEDED, second.verdict());
        assertTrue("one ran it and the other answers so", first.result().get(MigrationOrder.ALREADY_RUN)
                .equals(!(Boolean) second.result().get(MigrationOrder.ALREADY_RUN)));
        assertEquals(1, runs());
        assertEquals(1, containers.runs);
        assertEquals(2, Stage.count(sandbox, "RegisterTaskDefinition"));
        assertEquals(1, Stage.count(sandbox, "StopTask"));
    }

    /** The first runs for three minutes; the second has said that it waits. */
    private void oneRunsAndOneWaits(MigrationOrder second) {
        program(180, 0);
        trial.label("job", "shop/main").label("build", "41");
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        trial.label("build", "42");
        trial.begin("2", new MigrationOperation(), second);
        trial.until("it waits", () -> said("is in the hands of") >= 0);
    }

    @Test
    public void theOtherBuildSaysWhoHasItAndWaitsAndAnswersThatItRan() {
        oneRunsAndOneWaits(again("2", "", false));
        assertThat(trial.said().get(said("is in the hands of")), containsString("shop/main #41, which stands at: "));
        long asked = trial.calls().stream().filter(call -> call.operation().equals("DescribeServices")).count();
        trial.advance(Duration.ofMinutes(1));
        assertTrue("it waits", trial.ended("2").isEmpty());
        assertEquals("nothing is asked meanwhile", asked,
                trial.calls().stream().filter(call -> call.operation().equals("DescribeServices")).count());

        assertEquals(false, trial.untilEnded("1").result().get(MigrationOrder.ALREADY_RUN));
        Outcome second = trial.untilEnded("2");

        assertEquals(second.message(), true, second.result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(1, runs());
        assertEquals(1, containers.runs);
        assertEquals("its output came once", PretendContainers.text(180), new String(trial.output(), StandardCharsets.UTF_8));
    }

    @Test
    public void aClusterByNameAndByArnIsOneCluster() {
        String arn = trial.aws(EcsClient.class).describeClusters(request -> request.clusters("shop")).clusters().get(0).clusterArn();
        oneRunsAndOneWaits(new MigrationOrder(arn, "web", Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "a test", "", false, "", "", false,
                0, 0, "2", "", 0));

        assertEquals(true, trial.untilEnded("2").result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(1, runs());
    }

    @Test
    public void anotherMigrationWaitsForNobody() {
        program(600, 0);
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        trial.begin("2", new MigrationOperation(), new MigrationOrder("shop", "web", Shop.IMAGE, "", "bin/migrate", "another", "", "", 0,
                "a test", "", false, "", "", false, 0, 0, "2", "", 0));

        trial.until("both run", () -> containers.runs == 2);
        assertTrue(trial.ended("1").isEmpty());
    }

    @Test
    public void abortingTheOneThatWaitsEndsItAtOnceAndStopsNothing() {
        oneRunsAndOneWaits(again("2", "", false));
        Instant before = time.now();
        trial.signal("2", Signal.Kind.STOP, "abort");

        Outcome second = trial.untilEnded("2");

        assertEquals(Verdict.STOPPED, second.verdict());
        assertThat(second.message(), containsString("Stopped by alice while it waited for another build's migration"));
        assertTrue(time.now().toString(), Duration.between(before, time.now()).toSeconds() <= 1);
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("1").verdict());
    }

    @Test
    public void aBuildThatWaitedRunsNothingAgainAfterAFailure() {
        oneRunsAndOneWaits(again("2", "", true));
        trial.signal("1", Signal.Kind.STOP, "abort");

        assertEquals(143, trial.untilEnded("1").result().get(MigrationOrder.EXIT_CODE));
        Outcome second = trial.untilEnded("2");

        assertEquals(Verdict.STOPPED, second.verdict());
        assertEquals(143, second.result().get(MigrationOrder.EXIT_CODE));
        assertThat(second.message(), containsString("start it anew with retry: true"));
        assertEquals(1, runs());
    }

    @Test
    public void whatABuildWasToldBeforeItWaitedResolvesNothing() {
        program(600, 0);
        containers.vanishAfter = Duration.ofMinutes(1);
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        trial.begin("2", new MigrationOperation(), again("2", "notRun", false));
        trial.until("it waits", () -> said("is in the hands of") >= 0);
        EcsClient ecs = trial.aws(EcsClient.class);
        String task = ecs.listTasks(request -> request.cluster("shop").family("web-migrate")).taskArns().get(0);
        trial.advance(Duration.ofMinutes(1));
        ecs.stopTask(request -> request.cluster("shop").task(task).reason("host maintenance"));

        assertEquals(Verdict.UNKNOWN, trial.untilEnded("1").verdict());
        assertEquals(Verdict.UNKNOWN, trial.untilEnded("2").verdict());
        assertEquals(1, runs());
    }

    @Test
    public void whenTheFirstIsStoppedBeforeItRanTheOtherRunsIt() {
        sandbox.faults().put(Fault.about(Fault.Kind.CRASHING_IMAGE, "web-migrate"));
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("its task was run", () -> runs() == 1);
        trial.begin("2", new MigrationOperation(), again("2", "", false));
        trial.until("it waits", () -> said("is in the hands of") >= 0);
        sandbox.faults().clear();
        trial.signal("1", Signal.Kind.STOP, "abort");

        assertEquals(Verdict.STOPPED, trial.untilEnded("1").verdict());
        Outcome second = trial.untilEnded("2");

        assertEquals(second.message(), Verdict.SUCCEEDED, second.verdict());
        assertEquals(false, second.result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(2, runs());
    }

    @Test
    public void oneStillWaitsAfterARestart() {
        oneRunsAndOneWaits(again("2", "", false));
        trial.kill();
        trial.follow("2");
        trial.advance(Duration.ofMinutes(1));
        assertTrue("whose host is not back yet is waited for", trial.ended("2").isEmpty());
        trial.follow("1");

        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("1").verdict());
        assertEquals(true, trial.untilEnded("2").result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(1, runs());
        assertEquals(1, containers.runs);
    }

    @Test
    public void abortingTheOneThatWatchesAnotherControllersStopsNothing() {
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        try (Trial elsewhere = new Trial(time, sandbox.inProcess(), new MigrationOperation())) {
            elsewhere.containers(containers);
            elsewhere.begin("2", new MigrationOperation(), again("2", "", false));
            elsewhere.until("it is watched", () -> elsewhere.said().stream().anyMatch(line -> line.contains("this build watches it")));
            elsewhere.signal("2", Signal.Kind.STOP, "abort");

            assertEquals(Verdict.STOPPED, elsewhere.untilEnded("2").verdict());
        }
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("1").verdict());
        assertEquals(1, runs());
    }

    @Test
    public void aLostTaskIsUnknownUntilAPersonSays() {
        containers.vanishAfter = Duration.ofSeconds(2);
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        EcsClient ecs = trial.aws(EcsClient.class);
        String task = ecs.listTasks(request -> request.cluster("shop").family("web-migrate")).taskArns().get(0);
        ecs.stopTask(request -> request.cluster("shop").task(task).reason("host maintenance"));

        Outcome lost = trial.untilEnded("1");
        assertEquals(Verdict.UNKNOWN, lost.verdict());
        assertEquals(-1, lost.result().get(MigrationOrder.EXIT_CODE));
        assertThat(lost.message(), containsString("host maintenance"));

        assertEquals(Verdict.UNKNOWN, run("2", again("2", "", true)).verdict());
        assertEquals(1, runs());

        program(5, 0);
        Outcome resolved = run("3", again("3", "notRun", false));
        assertEquals(resolved.message(), Verdict.SUCCEEDED, resolved.verdict());
        assertEquals(2, runs());
    }

    @Test
    public void whatAPersonSaysRanIsNotRunAgain() {
        containers.vanishAfter = Duration.ofSeconds(2);
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        EcsClient ecs = trial.aws(EcsClient.class);
        String task = ecs.listTasks(request -> request.cluster("shop").family("web-migrate")).taskArns().get(0);
        ecs.stopTask(request -> request.cluster("shop").task(task));
        assertEquals(Verdict.UNKNOWN, trial.untilEnded("1").verdict());

        assertEquals(true, run("2", again("2", "ran", false)).result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(true, run("3", again("3", "", false)).result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(1, runs());
    }

    // ------------------------------------------------------------------------------------------------------------- ends

    @Test
    public void theOutputArrivesAsWritten() {
        Outcome outcome = run("1", again("1", "", false));

        assertEquals(PretendContainers.text(5), new String(trial.output(), StandardCharsets.UTF_8));
        assertEquals(PretendContainers.text(5), outcome.result().get(MigrationOrder.LOG_TAIL));
        assertEquals(5L, ((Number) outcome.result().get(MigrationOrder.SECONDS)).longValue(), 3);
    }

    @Test
    public void anAbortAsksItToEndAndSaysSo() {
        program(600, 0);
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        trial.signal("1", Signal.Kind.STOP, "abort");

        Outcome outcome = trial.untilEnded("1");

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("was asked to end (stopped by alice) and ended with exit code 143"));
        assertEquals(1, Stage.count(sandbox, "StopTask"));
    }

    @Test
    public void whatDoesNotListenIsKilledAndItSaysSo() {
        program(600, 0, true);
        trial.begin("1", new MigrationOperation(), again("1", "", false));
        trial.until("it runs", () -> containers.runs == 1);
        trial.signal("1", Signal.Kind.STOP, "abort");

        Outcome outcome = trial.untilEnded("1");

        assertThat(outcome.message(), containsString("was killed (stopped by alice) and ended with exit code 137"));
    }

    @Test
    public void itsTimeIsLimited() {
        program(100_000, 0);
        Outcome outcome = run("1", new MigrationOrder("shop", "web", Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "a test", "", false, "",
                "", false, 0, 0, "1", "", 2));

        assertThat(outcome.message(), containsString("its 2 minutes (timeoutMinutes) were over"));
        assertEquals(143, outcome.result().get(MigrationOrder.EXIT_CODE));
    }

    @Test
    public void anImageThatCannotRunIsDiagnosedAndDoesNotCountAsRun() {
        sandbox.faults().put(Fault.about(Fault.Kind.CRASHING_IMAGE, "web-migrate"));
        Outcome outcome = run("1", again("1", "", false));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("stopped before the migration was started in it"));

        sandbox.faults().clear();
        assertEquals(Verdict.SUCCEEDED, run("2", again("2", "", false)).verdict());
    }

    @Test
    public void aRoleThatMayNotOpenChannelsIsNamedWithWhatItLacks() {
        trial.aws(IamClient.class).createRole(request -> request.roleName("bare").assumeRolePolicyDocument("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},
                "Action":"sts:AssumeRole"}]}"""));

        Outcome outcome = run("1", new MigrationOrder("shop", "web", Shop.IMAGE, "", "bin/migrate", "", "", "", 0, "a test", "", false, "",
                "arn:aws:iam::123456789012:role/bare", false, 0, 0, "1", "", 0));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("The Exec agent of the migration's task did not come up: it is PENDING."));
        assertThat(outcome.message(), containsString("The task role arn:aws:iam::123456789012:role/bare does not allow "
                + "ssmmessages:CreateControlChannel, ssmmessages:CreateDataChannel"));
        assertThat(outcome.message(), containsString("mode: 'task'"));
        assertEquals(0, containers.starts);
        assertEquals(1, Stage.count(sandbox, "StopTask"));
    }

    @Test
    public void subnetsWithoutAWayToSsmMessagesAreNamed() {
        Ec2Client ec2 = trial.aws(Ec2Client.class);
        String vpc = ec2.createVpc(request -> request.cidrBlock("10.9.0.0/16")).vpc().vpcId();
        String subnet = ec2.createSubnet(request -> request.vpcId(vpc).cidrBlock("10.9.1.0/24")).subnet().subnetId();
        trial.aws(EcsClient.class).updateService(request -> request.cluster("shop").service("web").forceNewDeployment(true)
                .networkConfiguration(network -> network.awsvpcConfiguration(configured -> configured.subnets(subnet))));
        trial.advance(Duration.ofMinutes(5));

        Outcome outcome = run("1", again("1", "", false));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("From " + subnet + " a task does not reach ssmmessages: there is no NAT gateway"));
        assertEquals(0, containers.starts);
    }

    // --------------------------------------------------------------------------------------------------------- mode task

    @Test
    public void asTheTasksOwnCommandItsExitCodeIsTheContainers() {
        assertEquals(1, run("1", task("1", CRASHING, "bin/migrate --all")).result().get(MigrationOrder.EXIT_CODE));
        Outcome good = run("2", task("2", Shop.IMAGE, "sleep 30"));
        assertEquals(good.message(), Verdict.SUCCEEDED, good.verdict());
        assertEquals(0, containers.starts);
        assertEquals(2, runs());
    }

    @Test
    public void asTheTasksOwnCommandItsLogIsFollowed() {
        EcsClient ecs = trial.aws(EcsClient.class);
        CloudWatchLogsClient logs = trial.aws(CloudWatchLogsClient.class);
        logs.createLogGroup(request -> request.logGroupName("/ecs/web"));
        ecs.registerTaskDefinition(request -> request.family("web")
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE)
                .cpu("256")
                .memory("512")
                .executionRoleArn("arn:aws:iam::123456789012:role/pull")
                .containerDefinitions(container -> container.name("web").image("public.ecr.aws/sandbox/web:2").essential(true)
                        .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS).options(Map.of("awslogs-group", "/ecs/web",
                                "awslogs-region", "eu-central-1", "awslogs-stream-prefix", "web")))));
        ecs.updateService(request -> request.cluster("shop").service("web").taskDefinition("web"));
        trial.advance(Duration.ofMinutes(10));

        trial.begin("1", new MigrationOperation(), task("1", Shop.IMAGE, "sleep 60"));
        trial.until("it runs", () -> trial.said().stream().anyMatch(line -> line.contains("RUNNING")));
        String task = ecs.listTasks(request -> request.cluster("shop").family("web-migrate")).taskArns().get(0);
        String stream = "web/web/" + task.substring(task.lastIndexOf('/') + 1);
        if (logs.describeLogStreams(request -> request.logGroupName("/ecs/web").logStreamNamePrefix(stream)).logStreams().isEmpty()) {
            logs.createLogStream(request -> request.logGroupName("/ecs/web").logStreamName(stream));
        }
        for (String line : new String[] {"first", "second"}) {
            logs.putLogEvents(request -> request.logGroupName("/ecs/web").logStreamName(stream)
                    .logEvents(event -> event.timestamp(time.now().toEpochMilli()).message(line)));
            trial.advance(Duration.ofSeconds(12));
        }
        String before = new String(trial.output(), StandardCharsets.UTF_8);

        Outcome outcome = trial.untilEnded("1");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(before, containsString("first\n"));
        assertThat((String) outcome.result().get(MigrationOrder.LOG_TAIL), containsString("first\nsecond\n"));
    }

    @Test
    public void anAbortStopsATaskWhoseCommandItIs() {
        trial.begin("1", new MigrationOperation(), task("1", Shop.IMAGE, "bin/migrate"));
        trial.until("it runs", () -> trial.said().stream().anyMatch(line -> line.contains("RUNNING")));
        trial.signal("1", Signal.Kind.STOP, "abort");

        assertThat(trial.untilEnded("1").verdict(), org.hamcrest.CoreMatchers.not(Verdict.UNKNOWN));
        assertEquals(1, Stage.count(sandbox, "StopTask"));
    }

    @Test
    public void aPlainCommandNeedsNoShell() {
        assertEquals(java.util.List.of("/app/migrate", "up", "--to=7"), MigrationTaskDefinition.words("/app/migrate up --to=7"));
        assertEquals(java.util.List.of("/bin/sh", "-c", "a && b"), MigrationTaskDefinition.words("a && b"));
        assertEquals(java.util.List.of("/bin/sh", "-c", "X=1 a"), MigrationTaskDefinition.words("X=1 a"));
    }

    @Test
    public void noTaskIsLeftBehindInAnyOfThem() {
        run("1", again("1", "", false));
        trial.advance(Duration.ofMinutes(5));
        EcsClient ecs = trial.aws(EcsClient.class);
        assertEquals(0, ecs.listTasks(request -> request.cluster("shop").family("web-migrate")).taskArns().size());
    }
}
