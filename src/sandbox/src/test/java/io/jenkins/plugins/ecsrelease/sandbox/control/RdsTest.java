package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterSnapshotStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.SnapshotQuotaExceededException;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Databases take their time, and say no as RDS does. */
public class RdsTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T12:00:00Z"));
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
    private final RdsClient rds = Clients.of(sandbox).client(RdsClient.class);

    @After
    public void stop() {
        sandbox.close();
    }

    private void aurora(String window) {
        rds.createDBCluster(r -> r.dbClusterIdentifier("App").engine("aurora-mysql").masterUsername("admin")
                .manageMasterUserPassword(true).copyTagsToSnapshot(true).preferredBackupWindow(window)
                .tags(Tag.builder().key("team").value("web").build()));
        rds.createDBInstance(r -> r.dbInstanceIdentifier("app-1").dbClusterIdentifier("app").engine("aurora-mysql")
                .dbInstanceClass("db.r6g.large"));
        time.advance(Duration.ofMinutes(5));
    }

    private DBCluster cluster() {
        return rds.describeDBClusters(r -> r.dbClusterIdentifier("APP")).dbClusters().get(0);
    }

    private DBClusterSnapshot snapshot(String id) {
        return rds.describeDBClusterSnapshots(r -> r.dbClusterSnapshotIdentifier(id)).dbClusterSnapshots().get(0);
    }

    @Test
    public void aClusterIsCreatingBeforeItIsAvailable() {
        rds.createDBCluster(r -> r.dbClusterIdentifier("App").engine("aurora-mysql").masterUsername("admin")
                .manageMasterUserPassword(true));
        assertEquals("creating", cluster().status());
        assertNull(cluster().latestRestorableTime());
        assertThrows(InvalidDbClusterStateException.class, () -> rds.createDBClusterSnapshot(
                r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("early")));
        time.advance(Duration.ofMinutes(10));
        assertEquals("available", cluster().status());
        assertEquals("arn:aws:rds:eu-central-1:123456789012:cluster:app", cluster().dbClusterArn());
        assertTrue(cluster().latestRestorableTime().isBefore(time.now()));
        String secret = cluster().masterUserSecret().secretArn();
        assertTrue(Clients.of(sandbox).client(SecretsManagerClient.class).getSecretValue(r -> r.secretId(secret))
                .secretString().contains("\"username\":\"admin\""));
    }

    @Test
    public void aSnapshotMakesProgressUntilItIsAvailable() {
        aurora(null);
        DBClusterSnapshot begun = rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app")
                .dbClusterSnapshotIdentifier("app-7").tags(Tag.builder().key("build").value("7").build())).dbClusterSnapshot();
        assertEquals("creating", begun.status());
        assertEquals(cluster().dbClusterResourceId(), begun.dbClusterResourceId());
        time.advance(Duration.ofSeconds(60));
        assertEquals(50, (int) snapshot("app-7").percentProgress());
        time.advance(Duration.ofSeconds(61));
        assertEquals("available", snapshot("app-7").status());
        assertEquals(100, (int) snapshot("app-7").percentProgress());
        assertEquals(List.of("build=7", "team=web"), rds.listTagsForResource(r -> r.resourceName(begun.dbClusterSnapshotArn()))
                .tagList().stream().map(tag -> tag.key() + "=" + tag.value()).toList());
        assertEquals(1, sandbox.world().ledger().of("CreateDBClusterSnapshot").size());
    }

    @Test
    public void aSecondSnapshotOfTheSameNameIsRefusedAndChangesNothing() {
        aurora(null);
        rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("app-7"));
        DbClusterSnapshotAlreadyExistsException twice = assertThrows(DbClusterSnapshotAlreadyExistsException.class,
                () -> rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("App-7")));
        assertEquals("DBClusterSnapshotAlreadyExistsFault", twice.awsErrorDetails().errorCode());
        assertEquals(1, sandbox.world().ledger().of("CreateDBClusterSnapshot").size());
    }

    @Test
    public void aClusterThatBacksUpCannotBeSnapshottedMeanwhile() {
        aurora("12:10-12:40");
        time.advance(Duration.ofMinutes(6));
        assertEquals("backing-up", cluster().status());
        assertThrows(InvalidDbClusterStateException.class, () -> rds.createDBClusterSnapshot(
                r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("now")));
        time.advance(Duration.ofMinutes(3));
        assertEquals("available", cluster().status());
        List<DBClusterSnapshot> automated = rds.describeDBClusterSnapshots(r -> r.snapshotType("automated")).dbClusterSnapshots();
        assertEquals("rds:app-2026-11-23-12-10", automated.get(0).dbClusterSnapshotIdentifier());
        assertThrows(InvalidDbClusterSnapshotStateException.class, () -> rds.deleteDBClusterSnapshot(
                r -> r.dbClusterSnapshotIdentifier("rds:app-2026-11-23-12-10")));
    }

    @Test
    public void aHundredSnapshotsMadeByHandAreTheQuotaAndComeInPages() {
        aurora(null);
        for (int i = 0; i < 100; i++) {
            String id = "app-" + i;
            rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier(id));
        }
        assertThrows(SnapshotQuotaExceededException.class, () -> rds.createDBClusterSnapshot(
                r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("one-more")));
        assertEquals(100, (long) rds.describeAccountAttributes().accountQuotas().stream()
                .filter(quota -> quota.accountQuotaName().equals("ManualClusterSnapshots")).findFirst().get().used());
        List<String> names = new ArrayList<>();
        for (DescribeDbClusterSnapshotsResponse page :
                rds.describeDBClusterSnapshotsPaginator(r -> r.dbClusterIdentifier("app").maxRecords(30))) {
            assertTrue(page.dbClusterSnapshots().size() <= 30);
            page.dbClusterSnapshots().forEach(one -> names.add(one.dbClusterSnapshotIdentifier()));
        }
        assertEquals(100, names.stream().distinct().count());
        AwsServiceException size = assertThrows(AwsServiceException.class,
                () -> rds.describeDBClusterSnapshots(r -> r.maxRecords(5)));
        assertEquals("Invalid value 5 for MaxRecords. Must be between 20 and 100", size.awsErrorDetails().errorMessage());
    }

    @Test
    public void namesAreCheckedAsRdsDoes() {
        aurora(null);
        for (String bad : List.of("7up", "two--hyphens", "ends-", "under_score")) {
            AwsServiceException refused = assertThrows(AwsServiceException.class, () -> rds.createDBClusterSnapshot(
                    r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier(bad)));
            assertEquals(bad, "InvalidParameterValue", refused.awsErrorDetails().errorCode());
        }
        AwsServiceException missing = assertThrows(AwsServiceException.class,
                () -> rds.createDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("x")));
        assertEquals("The request must contain the parameter DBClusterIdentifier.", missing.awsErrorDetails().errorMessage());
        assertThrows(DbClusterNotFoundException.class, () -> rds.describeDBClusters(r -> r.dbClusterIdentifier("none")));
        AwsServiceException filter = assertThrows(AwsServiceException.class,
                () -> rds.describeDBClusters(r -> r.filters(f -> f.name("colour").values("red"))));
        assertEquals("Unrecognized filter name: colour", filter.awsErrorDetails().errorMessage());
    }

    @Test
    public void aLaggingReadDoesNotShowANewSnapshotYet() {
        aurora(null);
        sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "rds", "DescribeDBClusterSnapshots")
                .lasting(Duration.ofSeconds(30)));
        rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("app-7"));
        assertThrows(DbClusterSnapshotNotFoundException.class, () -> snapshot("app-7"));
        time.advance(Duration.ofSeconds(31));
        assertEquals("creating", snapshot("app-7").status());
    }

    @Test
    public void aSnapshotCanBeSlowOrFail() {
        aurora(null);
        sandbox.faults().put(Fault.about(Fault.Kind.SLOW_SNAPSHOTS, "slow").lasting(Duration.ofMinutes(30)));
        sandbox.faults().put(Fault.about(Fault.Kind.FAILING_SNAPSHOTS, "fails"));
        for (String id : List.of("slow", "fails")) {
            rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier(id));
        }
        time.advance(Duration.ofMinutes(10));
        assertEquals("creating", snapshot("slow").status());
        assertEquals("failed", snapshot("fails").status());
        time.advance(Duration.ofMinutes(30));
        assertEquals("available", snapshot("slow").status());
    }

    @Test
    public void anInstanceOnItsOwnBacksUpWhileItsSnapshotIsTaken() {
        rds.createDBInstance(r -> r.dbInstanceIdentifier("solo").engine("postgres").dbInstanceClass("db.t4g.micro")
                .allocatedStorage(20).masterUsername("app").masterUserPassword("not-a-secret"));
        time.advance(Duration.ofMinutes(10));
        rds.createDBSnapshot(r -> r.dbInstanceIdentifier("solo").dbSnapshotIdentifier("solo-7"));
        assertEquals("backing-up", rds.describeDBInstances(r -> r.dbInstanceIdentifier("solo")).dbInstances().get(0)
                .dbInstanceStatus());
        assertThrows(InvalidDbInstanceStateException.class, () -> rds.createDBSnapshot(
                r -> r.dbInstanceIdentifier("solo").dbSnapshotIdentifier("solo-8")));
        time.advance(Duration.ofMinutes(4));
        assertEquals("available", rds.describeDBSnapshots(r -> r.dbSnapshotIdentifier("solo-7")).dbSnapshots().get(0).status());
    }

    @Test
    public void aProxysTargetsAreTheInstancesBehindIt() {
        aurora(null);
        rds.createDBProxy(r -> r.dbProxyName("front").engineFamily("MYSQL").roleArn("arn:aws:iam::123456789012:role/proxy")
                .vpcSubnetIds("subnet-a", "subnet-b"));
        rds.registerDBProxyTargets(r -> r.dbProxyName("front").dbClusterIdentifiers("app"));
        time.advance(Duration.ofMinutes(5));
        assertEquals("available", rds.describeDBProxies(r -> r.dbProxyName("front")).dbProxies().get(0).statusAsString());
        assertEquals(List.of("TRACKED_CLUSTER null", "RDS_INSTANCE AVAILABLE"),
                rds.describeDBProxyTargets(r -> r.dbProxyName("front")).targets().stream().map(target -> target.typeAsString()
                        + " " + (target.targetHealth() == null ? null : target.targetHealth().stateAsString())).toList());
    }

    @Test
    public void aSnapshotRestoresToANewCluster() {
        aurora(null);
        rds.createDBClusterSnapshot(r -> r.dbClusterIdentifier("app").dbClusterSnapshotIdentifier("app-7"));
        time.advance(Duration.ofMinutes(3));
        rds.restoreDBClusterFromSnapshot(r -> r.dbClusterIdentifier("app-restored").snapshotIdentifier("app-7")
                .engine("aurora-mysql"));
        time.advance(Duration.ofMinutes(10));
        assertEquals("available", rds.describeDBClusters(r -> r.dbClusterIdentifier("app-restored")).dbClusters().get(0).status());
        rds.deleteDBClusterSnapshot(r -> r.dbClusterSnapshotIdentifier("app-7"));
        assertThrows(DbClusterSnapshotNotFoundException.class, () -> snapshot("app-7"));
    }
}
