package io.jenkins.plugins.ecsrelease.engine.database;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/** Snapshots in virtual time: hours of waiting, other people's snapshots, full accounts. */
public class SnapshotRulesTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
    private Sandbox sandbox;
    private Trial trial;
    private RdsClient rds;

    @Before
    public void start() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), new SnapshotOperation());
        Stage.database(trial);
        rds = trial.aws(RdsClient.class);
    }

    @After
    public void stop() {
        trial.close();
        sandbox.close();
    }

    private static SnapshotOrder order(String build, int keep) {
        return new SnapshotOrder("orders", "", "Team Räder/shop deploy", build, "", Map.of("ecs-release:commit", "abc"), keep, 0);
    }

    private Outcome run(String id, SnapshotOrder order) {
        trial.begin(id, new SnapshotOperation(), order);
        return trial.untilEnded(id);
    }

    private List<String> snapshots() {
        return rds.describeDBClusterSnapshots(request -> request.snapshotType("manual")).dbClusterSnapshots().stream()
                .map(DBClusterSnapshot::dbClusterSnapshotIdentifier)
                .toList();
    }

    @Test
    public void namesFollowTheRulesOfRdsWhateverTheJobIsCalled() {
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder job = new StringBuilder();
            for (int length = 1 + random.nextInt(150); length > 0; length--) {
                job.append((char) (32 + random.nextInt(500)));
            }
            String name = SnapshotName.of(new SnapshotOrder("orders", "", "x" + job, "b" + random.nextInt(), "", Map.of(), 0, 0));
            assertTrue(name, name.matches("[a-z](-?[a-z0-9]+)*") && name.length() <= 63 && !name.contains("--") && !name.endsWith("-"));
        }
    }

    @Test
    public void namesTellDatabasesBuildsJobsAndSuffixesApart() {
        String name = SnapshotName.of(order("42", 0));
        assertTrue(name, name.startsWith("release-team-r-der-shop-deploy-42-"));
        assertEquals(name, SnapshotName.of(order("42", 3)));
        assertNotEquals(name, SnapshotName.of(order("43", 0)));
        assertNotEquals(name, SnapshotName.of(new SnapshotOrder("users", "", "Team Räder/shop deploy", "42", "", Map.of(), 0, 0)));
        assertNotEquals(name, SnapshotName.of(new SnapshotOrder("orders", "", "Team Räder/shop deploy", "42", "b", Map.of(), 0, 0)));
        assertNotEquals(name, SnapshotName.of(new SnapshotOrder("orders", "", "Team-Räder/shop deploy", "42", "", Map.of(), 0, 0)));
    }

    @Test
    public void theTokenTellsAllThatAMigrationAndAPersonNeed() {
        Outcome outcome = run("42", order("42", 0));

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        Map<String, Object> token = outcome.result();
        assertEquals("orders", token.get(SnapshotOrder.DATABASE));
        assertTrue(token.get(SnapshotOrder.ARN).toString(), token.get(SnapshotOrder.ARN).toString().contains(":cluster-snapshot:release-"));
        assertTrue(token.get(SnapshotOrder.RESOURCE_ID).toString().startsWith("cluster-"));
        Instant.parse((String) token.get(SnapshotOrder.CREATED_AT));
        Instant.parse((String) token.get(SnapshotOrder.LATEST_RESTORABLE_TIME));
        String commands = (String) token.get(SnapshotOrder.RESTORE_COMMAND);
        assertThat(commands, containsString("aws rds restore-db-cluster-from-snapshot --region eu-central-1 --db-cluster-identifier orders-restored"));
        assertThat(commands, containsString("aws rds create-db-instance"));
        assertThat(commands, containsString("--db-instance-class db.r6g.large"));
        assertTrue(trial.said().toString(), trial.said().stream().anyMatch(line -> line.contains("A restore makes a new database")));
        assertEquals(Map.of("ecs-release:commit", "abc", "ecs-release:job", "Team Räder/shop deploy", "ecs-release:build", "42",
                        "ecs-release:job-key", SnapshotName.jobKey("Team Räder/shop deploy"),
                        "ecs-release:resource-id", token.get(SnapshotOrder.RESOURCE_ID)),
                rds.listTagsForResource(request -> request.resourceName((String) token.get(SnapshotOrder.ARN))).tagList().stream()
                        .collect(java.util.stream.Collectors.toMap(tag -> tag.key(), tag -> tag.value())));
    }

    @Test
    public void askedTwiceByOneBuildThereIsOne() {
        run("first", order("42", 0));
        Outcome second = run("second", order("42", 0));

        assertEquals(Verdict.SUCCEEDED, second.verdict());
        assertEquals(true, second.result().get(SnapshotOrder.ADOPTED));
        assertEquals(1, Stage.count(sandbox, "CreateDBClusterSnapshot"));
    }

    @Test
    public void aStrangersSnapshotOfTheSameNameIsRefused() {
        rds.createDBClusterSnapshot(request -> request.dbClusterIdentifier("orders")
                .dbClusterSnapshotIdentifier(SnapshotName.of(order("42", 0))));
        trial.advance(Duration.ofMinutes(10));

        Outcome outcome = run("42", order("42", 0));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("not ours to use"));
    }

    @Test
    public void aRunningBackupIsWaitedFor() {
        rds.createDBCluster(request -> request.dbClusterIdentifier("bills").engine("aurora-postgresql").masterUsername("admin")
                .masterUserPassword("correct horse").preferredBackupWindow("12:00-12:30"));
        trial.until("an automatic backup runs", () -> rds.describeDBClusters(request -> request.dbClusterIdentifier("bills"))
                .dbClusters().get(0).status().equals("backing-up"));

        Outcome outcome = run("42", new SnapshotOrder("bills", "", "shop", "42", "", Map.of(), 0, 0));

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertTrue(trial.said().toString(), trial.said().stream().anyMatch(line -> line.contains("an automatic backup is running")));
    }

    @Test
    public void itIsWaitedForLongerThanTheSdksHalfHour() {
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SNAPSHOTS, "release-").lasting(Duration.ofHours(2)));

        Outcome outcome = run("42", order("42", 0));

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertTrue(((Number) outcome.result().get(SnapshotOrder.SECONDS)).longValue() > 7_200);
    }

    @Test
    public void pastItsTimeItSaysThatItGoesOn() {
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SNAPSHOTS, "release-").lasting(Duration.ofHours(2)));

        Outcome outcome = run("42", new SnapshotOrder("orders", "", "shop", "42", "", Map.of(), 0, 30));

        assertEquals(Verdict.TIMED_OUT, outcome.verdict());
        assertThat(outcome.message(), containsString("goes on at AWS"));
    }

    @Test
    public void aFailedSnapshotProtectsNothing() {
        sandbox.faults().put(Fault.about(Fault.Kind.FAILING_SNAPSHOTS, "release-"));

        Outcome outcome = run("42", order("42", 0));

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("is failed and protects nothing"));
    }

    @Test
    public void aFullAccountIsRefusedBeforeAnythingIsAsked() {
        for (int i = 0; i < 100; i++) {
            String name = "somebody-" + i;
            rds.createDBClusterSnapshot(request -> request.dbClusterIdentifier("orders").dbClusterSnapshotIdentifier(name));
            trial.advance(Duration.ofMinutes(3));
        }

        Outcome outcome = run("42", order("42", 5));

        assertThat(outcome.message(), containsString("100 of 100 manual cluster snapshots"));
        assertEquals(100, Stage.count(sandbox, "CreateDBClusterSnapshot"));
    }

    @Test
    public void onlyOwnOnesArePrunedTheOldestFirst() {
        run("1", order("1", 0));
        rds.createDBClusterSnapshot(request -> request.dbClusterIdentifier("orders").dbClusterSnapshotIdentifier("by-hand"));
        trial.advance(Duration.ofMinutes(10));
        run("other", new SnapshotOrder("orders", "", "another job", "1", "", Map.of(), 0, 0));
        run("2", order("2", 0));
        run("3", order("3", 0));

        Outcome outcome = run("4", order("4", 2));

        assertEquals(Verdict.SUCCEEDED, outcome.verdict());
        List<String> left = snapshots();
        assertEquals(left.toString(), 4, left.size());
        assertTrue(left.containsAll(List.of("by-hand", SnapshotName.of(order("3", 0)), SnapshotName.of(order("4", 0)))));
        assertTrue(left.contains(SnapshotName.of(new SnapshotOrder("orders", "", "another job", "1", "", Map.of(), 0, 0))));
    }

    @Test
    public void aPlainInstanceIsSnapshottedToo() {
        rds.createDBInstance(request -> request.dbInstanceIdentifier("legacy").dbInstanceClass("db.t4g.medium").engine("postgres")
                .allocatedStorage(20).masterUsername("admin").masterUserPassword("correct horse"));
        trial.advance(Duration.ofMinutes(30));

        Outcome outcome = run("42", new SnapshotOrder("", "legacy", "shop", "42", "", Map.of(), 0, 0));

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat((String) outcome.result().get(SnapshotOrder.RESTORE_COMMAND),
                containsString("restore-db-instance-from-db-snapshot --region eu-central-1 --db-instance-identifier legacy-restored"));
    }

    @Test
    public void aDatabaseThatIsNotThereIsNamed() {
        Outcome outcome = run("42", new SnapshotOrder("ordres", "", "shop", "42", "", Map.of(), 0, 0));

        assertThat(outcome.message(), containsString("There is no DB cluster ordres"));
    }

    @Test
    public void anAbortLeavesItToGoOn() {
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SNAPSHOTS, "release-").lasting(Duration.ofHours(1)));
        trial.begin("42", new SnapshotOperation(), order("42", 0));
        trial.until("it is asked for", () -> Stage.count(sandbox, "CreateDBClusterSnapshot") == 1);
        trial.signal("42", Signal.Kind.STOP, "abort");

        Outcome stopped = trial.untilEnded("42");
        assertEquals(Verdict.STOPPED, stopped.verdict());
        assertThat(stopped.message(), containsString("goes on at AWS"));
        assertEquals(true, run("again", order("42", 0)).result().get(SnapshotOrder.ADOPTED));
    }

    @Test
    public void whatIsMissingIsAskedForInWords() {
        assertThat(assertThrows(IllegalArgumentException.class, () -> new SnapshotOrder("", "", "j", "1", "", Map.of(), 0, 0)).getMessage(),
                containsString("give 'cluster' (Aurora) or 'instance'"));
        assertThrows(IllegalArgumentException.class, () -> new SnapshotOrder("a", "b", "j", "1", "", Map.of(), 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new SnapshotOrder("a", "", "j", "1", "", Map.of(), -1, 0));
    }
}
