package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseLatency;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import io.jenkins.plugins.ecsrelease.engine.health.Logs;
import io.jenkins.plugins.ecsrelease.engine.health.ReplicaLag;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.rds.RdsClient;

/** Checks against the sandbox: what they read, what they leave on record, and what becomes of a release by them. */
public class ChecksTrialTest {

    private static final String GROUP = "/shop/web";

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void cloudWatchThatThrottlesDeniesOrIsOutOfReachIsInconclusiveWithTheReasonAndNeverAPass() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(4));
        Limits lenient = new Limits(60, 0, false, 1, "pass", false);
        char version = '2';
        for (Fault.Kind kind : List.of(Fault.Kind.THROTTLE, Fault.Kind.DENIED, Fault.Kind.LOST_REPLY)) {
            shop.sandbox.faults().put(Fault.every(kind, "monitoring", "GetMetricData"));
            String id = "blind-" + kind;
            shop.trial.begin(id, shop.blueGreen, shop.order(Shop.image("web", version++)).checkedBy(List.of(new HttpErrors(1, false, 20, lenient))));
            Outcome outcome = shop.trial.untilEnded(id);
            assertEquals(kind + ": " + outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
            assertTrue(outcome.message(), outcome.message().startsWith("Not decided: 'HTTP errors' (not known: "));
            assertTrue(outcome.message(), outcome.message().contains("GetMetricData"));
            shop.sandbox.faults().clear();
        }
    }

    @Test
    public void fromTheLimitOfAFailingCheckToTheRollbackCallIsLessThanASecond() throws java.io.IOException {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10));
        shop.alarm("slow");
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(new Alarm("slow", Limits.bearing(30, 2, true)))));
        shop.untilStage("BAKE_TIME");
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "slow"));
        shop.trial.untilEnded("trial");
        Instant limit = shop.trial.archived("trial").orElseThrow().facts().stream()
                .filter(note -> note.fact().kind().equals("check") && Integer.valueOf(3).equals(note.fact().details().get("failures")))
                .findFirst().orElseThrow().at();
        Instant call = shop.sandbox.world().ledger().of("StopServiceDeployment").get(0).at();
        long millis = Duration.between(limit, call).toMillis();
        System.out.println("bench " + millis + " ms of sandbox time from a check's limit to the rollback call");
        assertTrue(millis + " ms", millis >= 0 && millis <= 1000);
    }

    @Test
    public void whoDecidesInAHoldSeesTheChecksWhichGoOnAndTakeItBack() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.alarm("slow");
        List<Check> checks = List.of(new Alarm("slow", Limits.bearing(30, 0, false)), new HttpErrors(1, false, 20, Limits.DEFAULT));
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(checks).heldAt("beforeTraffic"));
        shop.trial.until("the evidence is shown", () -> shop.said().stream().anyMatch(line -> line.contains("For who decides")));
        String shown = shop.said().stream().filter(line -> line.contains("For who decides")).findFirst().orElseThrow();
        assertTrue(shown, shown.contains("alarm slow: pass, OK"));
        assertTrue(shown, shown.contains("HTTP errors: inconclusive"));
        shop.advance(Duration.ofMinutes(20));
        assertTrue("what is inconclusive holds", shop.trial.ended("trial").isEmpty());
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "slow"));
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().startsWith("The check 'alarm slow' failed"));
    }

    @Test
    public void goingOnWithAnUndecidedCheckIsPutOnRecord() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(new HttpErrors(1, false, 20, Limits.DEFAULT)))
                .heldAt("beforeTraffic").policies("", "", "", "accept"));
        shop.trial.until("it is held", () -> shop.said().stream().anyMatch(line -> line.contains("For who decides")));
        shop.trial.signal("trial", Signal.Kind.PROCEED, "gate");
        assertEquals(Verdict.SUCCEEDED, shop.trial.untilEnded("trial").verdict());
        assertTrue(shop.said().toString(), shop.said().stream().anyMatch(line -> line.contains("It goes on with its checks as they stand")
                && line.contains("HTTP errors: inconclusive")));
    }

    @Test
    public void errorsInTheLogsOfTheNewTasksTakeItBackAndThoseOfTheOldOnesDoNot() {
        CloudWatchLogsClient logs = shop.trial.aws(CloudWatchLogsClient.class);
        logs.createLogGroup(g -> g.logGroupName(GROUP));
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10), service -> {}, logging());
        shop.begin(shop.order(Shop.image("web", '2')).checkedBy(List.of(new Logs(GROUP, "?ERROR ?FATAL", 2, Limits.DEFAULT))));
        shop.untilStage("BAKE_TIME");
        String old = stream("shop-web:1");
        String fresh = stream("shop-web:2");
        lines(logs, old, 50);
        lines(logs, fresh, 2);
        shop.advance(Duration.ofMinutes(4));
        assertTrue("two a minute are borne, and the old version's do not count", shop.trial.ended("trial").isEmpty());
        lines(logs, fresh, 3);
        Outcome outcome = shop.trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("3 matches of '?ERROR ?FATAL' in a minute, at most 2 wanted: ERROR in order"));
    }

    @Test
    public void theLastLinesOfATaskThatEndsByItselfAreTold() {
        shop.trial.aws(CloudWatchLogsClient.class).createLogGroup(g -> g.logGroupName(GROUP));
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1), service -> {}, logging());
        Outcome outcome = shop.release(Shop.image("crashing", '2'));
        assertEquals(outcome.message(), Verdict.ROLLED_BACK, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("The last of the log of web in task"));
        assertTrue(outcome.message(), outcome.message().contains("the process has ended with exit code 1"));
    }

    @Test
    public void databasesAreReadThroughTheirClusterTheirReplicasAndTheirProxy() {
        RdsClient rds = shop.trial.aws(RdsClient.class);
        rds.createDBCluster(c -> c.dbClusterIdentifier("shop-db").engine("aurora-mysql").masterUsername("shop").manageMasterUserPassword(true));
        for (int i = 1; i <= 2; i++) {
            String id = "shop-db-" + i;
            rds.createDBInstance(d -> d.dbInstanceIdentifier(id).dbClusterIdentifier("shop-db").engine("aurora-mysql").dbInstanceClass("db.t4g.large"));
        }
        rds.createDBProxy(p -> p.dbProxyName("shop-proxy").engineFamily("MYSQL").roleArn("arn:aws:iam::123456789012:role/proxy")
                .vpcSubnetIds("subnet-a", "subnet-b").auth(a -> a.secretArn("arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop")));
        rds.registerDBProxyTargets(t -> t.dbProxyName("shop-proxy").dbClusterIdentifiers("shop-db"));
        shop.advance(Duration.ofMinutes(6));
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10), service -> {}, Shop.web(Shop.image("web", '1')).toBuilder()
                .environment(KeyValuePair.builder().name("SANDBOX_DATABASE").value("shop-proxy").build(),
                        KeyValuePair.builder().name("POOL").value("10").build()).build());
        shop.advance(Duration.ofMinutes(5));
        List<Check> checks = List.of(
                new DatabaseConnections(Database.proxy("shop-proxy"), 80, 0, 0, "POOL", 1000, 50, 50, Limits.DEFAULT),
                DatabaseConnections.below(Database.cluster("shop-db"), 80, Limits.DEFAULT),
                new DatabaseLatency(Database.cluster("shop-db"), "", 50, Limits.DEFAULT),
                new DatabaseLatency(Database.proxy("shop-proxy"), "", 50, Limits.DEFAULT),
                new ReplicaLag(Database.cluster("shop-db"), 1000, Limits.DEFAULT));
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).checkedBy(checks));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        Set<String> seen = new TreeSet<>();
        for (Fact fact : shop.trial.facts("trial")) {
            if (fact.kind().equals("check")) {
                ((List<?>) fact.details().get("samples")).forEach(sample -> seen.add(fact.details().get("check") + ": "
                        + ((java.util.Map<?, ?>) sample).get("result")));
            }
        }
        assertEquals(checks.stream().map(check -> check.title() + ": pass").collect(Collectors.toCollection(TreeSet::new)), seen);
    }

    @Test
    public void aPoolThatTheDatabaseCannotBearIsRefusedBeforeAnythingIsChanged() {
        RdsClient rds = shop.trial.aws(RdsClient.class);
        rds.createDBCluster(c -> c.dbClusterIdentifier("shop-db").engine("aurora-mysql").masterUsername("shop").manageMasterUserPassword(true));
        rds.createDBInstance(d -> d.dbInstanceIdentifier("shop-db-1").dbClusterIdentifier("shop-db").engine("aurora-mysql").dbInstanceClass("db.t4g.medium"));
        shop.advance(Duration.ofMinutes(6));
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2'))
                .checkedBy(List.of(DatabaseConnections.below(Database.cluster("shop-db"), 80, Limits.DEFAULT).pool(25))));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("(2 tasks that run now + 2 of the new version) × 25 connections each = 100, and it allows 90"));
        assertEquals(0, shop.changes("RegisterTaskDefinition"));
    }

    @Test
    public void aRollbacksChecksSayWhetherItHelpedAndNeverStandInIt() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        shop.alarm("slow");
        String first = shop.service().taskDefinition();
        assertEquals(Verdict.SUCCEEDED, shop.release(Shop.image("web", '2')).verdict());
        shop.sandbox.faults().put(Fault.about(Fault.Kind.ALARM, "slow"));
        List<Check> checks = List.of(new Alarm("slow", Limits.DEFAULT));
        shop.trial.begin("red", new Rollback(), RollbackOrder.of("shop#43", "shop", "web").checkedBy(checks));
        Outcome red = shop.trial.untilEnded("red");
        assertEquals(red.message(), Verdict.UNKNOWN, red.verdict());
        assertTrue(red.message(), red.message().contains("alarm slow: fail"));
        assertEquals("it is back all the same", first, shop.service().taskDefinition());
        shop.sandbox.faults().clear();
        shop.advance(Duration.ofMinutes(2));
        shop.trial.begin("green", new Rollback(), RollbackOrder.of("shop#44", "shop", "web").to(first).checkedBy(checks));
        Outcome green = shop.trial.untilEnded("green");
        assertEquals(green.message(), Verdict.SUCCEEDED, green.verdict());
        assertTrue(green.message(), green.message().endsWith("Every check passes."));
    }

    private static ContainerDefinition logging() {
        return Shop.web(Shop.image("web", '1')).toBuilder().logConfiguration(l -> l.logDriver(LogDriver.AWSLOGS)
                .options(java.util.Map.of("awslogs-group", GROUP, "awslogs-region", "eu-central-1", "awslogs-stream-prefix", "web"))).build();
    }

    private String stream(String definition) {
        EcsClient ecs = shop.trial.aws(EcsClient.class);
        String task = ecs.describeTasks(d -> d.cluster("shop").tasks(ecs.listTasks(l -> l.cluster("shop").serviceName("web")).taskArns())).tasks()
                .stream().filter(one -> one.taskDefinitionArn().endsWith("/" + definition)).findFirst().orElseThrow().taskArn();
        return "web/web/" + task.substring(task.lastIndexOf('/') + 1);
    }

    /** Within one minute. */
    private void lines(CloudWatchLogsClient logs, String stream, int errors) {
        long minute = shop.time.now().getEpochSecond() / 60 * 60_000;
        logs.putLogEvents(p -> p.logGroupName(GROUP).logStreamName(stream).logEvents(java.util.stream.IntStream.range(0, errors)
                .mapToObj(i -> software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent.builder().timestamp(minute).message("ERROR in order " + i).build())
                .toList()));
    }
}
