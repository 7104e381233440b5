package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.CreateDbClusterRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterResponse;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClustersResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbClusterResponse;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotRequest;
import software.amazon.awssdk.services.rds.model.RestoreDbClusterFromSnapshotResponse;
import software.amazon.awssdk.services.rds.model.StartDbClusterRequest;
import software.amazon.awssdk.services.rds.model.StartDbClusterResponse;
import software.amazon.awssdk.services.rds.model.StopDbClusterRequest;
import software.amazon.awssdk.services.rds.model.StopDbClusterResponse;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** Aurora and Multi-AZ clusters. */
final class Clusters extends Room {

    private static final Set<String> ENGINES = Set.of("aurora-mysql", "aurora-postgresql", "mysql", "postgres");
    private static final Duration CREATING = Duration.ofMinutes(2);
    private static final Duration TURNING = Duration.ofMinutes(3);

    Clusters(World world) {
        super(world);
    }

    @Override
    public CreateDbClusterResponse createDBCluster(CreateDbClusterRequest request) {
        String id = identifier(request.dbClusterIdentifier(), "DBClusterIdentifier", 63);
        String engine = required(request.engine(), "Engine");
        if (!ENGINES.contains(engine)) {
            throw new Refused("InvalidParameterValue", "Invalid DB engine");
        }
        boolean managed = Boolean.TRUE.equals(request.manageMasterUserPassword());
        required(request.masterUsername(), "MasterUsername");
        if (!managed && (request.masterUserPassword() == null || request.masterUserPassword().length() < 8)) {
            throw new Refused("InvalidParameterValue",
                    "The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.");
        }
        Databases.Place here = here();
        if (here.clusters.containsKey(id)) {
            throw DbClusterAlreadyExistsException.builder().message("DB Cluster already exists").build();
        }
        Instant now = world.time().now();
        boolean postgres = engine.contains("postgres");
        int port = request.port() == null ? postgres ? 5432 : 3306 : request.port();
        DBCluster.Builder cluster = DBCluster.builder()
                .engine(engine)
                .engineVersion(request.engineVersion() != null ? request.engineVersion()
                        : postgres ? "16.6" : "8.0.mysql_aurora.3.08.0")
                .databaseName(request.databaseName())
                .masterUsername(request.masterUsername())
                .port(port)
                .backupRetentionPeriod(request.backupRetentionPeriod() == null ? 1 : request.backupRetentionPeriod())
                .preferredBackupWindow(Backups.window(request.preferredBackupWindow(), now))
                .preferredMaintenanceWindow(request.preferredMaintenanceWindow() == null
                        ? "sun:04:00-sun:04:30" : request.preferredMaintenanceWindow())
                .dbSubnetGroup(request.dbSubnetGroupName() == null ? "default" : request.dbSubnetGroupName())
                .dbClusterParameterGroup(request.dbClusterParameterGroupName() == null
                        ? "default." + engine + (postgres ? "16" : "8.0") : request.dbClusterParameterGroupName())
                .vpcSecurityGroups(groups(request.vpcSecurityGroupIds()))
                .storageEncrypted(Boolean.TRUE.equals(request.storageEncrypted()))
                .kmsKeyId(request.kmsKeyId())
                .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
                .iamDatabaseAuthenticationEnabled(Boolean.TRUE.equals(request.enableIAMDatabaseAuthentication()))
                .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()));
        if (managed) {
            cluster.masterUserSecret(MasterUserSecret.builder().secretStatus("active")
                    .secretArn(ManagedPassword.create(world, id, request.masterUsername())).build());
        }
        return CreateDbClusterResponse.builder().dbCluster(begin(id, cluster, request.tags())).build();
    }

    @Override
    public RestoreDbClusterFromSnapshotResponse restoreDBClusterFromSnapshot(RestoreDbClusterFromSnapshotRequest request) {
        String id = identifier(request.dbClusterIdentifier(), "DBClusterIdentifier", 63);
        String engine = required(request.engine(), "Engine");
        Databases.Place here = here();
        DBClusterSnapshot snapshot = here.clusterSnapshots.get(plain(required(request.snapshotIdentifier(), "SnapshotIdentifier")));
        if (snapshot == null) {
            throw DbClusterSnapshotNotFoundException.builder()
                    .message("DBClusterSnapshot not found: " + request.snapshotIdentifier()).build();
        }
        if (!engine.equals(snapshot.engine())) {
            throw new Refused("InvalidParameterCombination", "The engine " + engine + " does not match the snapshot's engine "
                    + snapshot.engine() + ".");
        }
        if (here.clusters.containsKey(id)) {
            throw DbClusterAlreadyExistsException.builder().message("DB Cluster already exists").build();
        }
        Instant now = world.time().now();
        DBCluster.Builder cluster = DBCluster.builder()
                .engine(engine).engineVersion(snapshot.engineVersion()).masterUsername(snapshot.masterUsername())
                .port(snapshot.port()).backupRetentionPeriod(1).preferredBackupWindow(Backups.window(null, now))
                .preferredMaintenanceWindow("sun:04:00-sun:04:30")
                .dbSubnetGroup(request.dbSubnetGroupName() == null ? "default" : request.dbSubnetGroupName())
                .vpcSecurityGroups(groups(request.vpcSecurityGroupIds()))
                .storageEncrypted(snapshot.storageEncrypted()).kmsKeyId(snapshot.kmsKeyId())
                .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
                .iamDatabaseAuthenticationEnabled(snapshot.iamDatabaseAuthenticationEnabled())
                .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()));
        return RestoreDbClusterFromSnapshotResponse.builder().dbCluster(begin(id, cluster, request.tags())).build();
    }

    private DBCluster begin(String id, DBCluster.Builder described, List<Tag> tags) {
        Databases.Place here = here();
        String arn = here.arn("cluster", id);
        String zone = ".cluster-c" + Integer.toString(Math.abs(id.hashCode()), 36) + "." + here.region + ".rds.amazonaws.com";
        DBCluster cluster = described
                .dbClusterIdentifier(id).dbClusterArn(arn).dbClusterResourceId(resourceId("cluster-"))
                .status("creating").clusterCreateTime(world.time().now()).engineMode("provisioned")
                .allocatedStorage(1).multiAZ(false).dbClusterMembers(List.of())
                .availabilityZones(here.region + "a", here.region + "b", here.region + "c")
                .endpoint(id + zone).readerEndpoint(id + zone.replace(".cluster-", ".cluster-ro-"))
                .build();
        here.clusters.put(id, cluster);
        tag(arn, tags);
        changed(arn, Map.of("engine", cluster.engine()));
        world.time().after(CREATING, () -> update(here, id, was -> was.toBuilder().status("available").build()));
        Backups.daily(world.time(), cluster.preferredBackupWindow(), () -> backUp(here, id));
        return shown(cluster);
    }

    /** Clusters that were deleted meanwhile stay deleted. */
    private static void update(Databases.Place here, String id, UnaryOperator<DBCluster> change) {
        here.clusters.computeIfPresent(id, (same, was) -> change.apply(was));
    }

    private void backUp(Databases.Place here, String id) {
        DBCluster cluster = here.clusters.get(id);
        if (cluster == null || !cluster.status().equals("available")) {
            return;
        }
        update(here, id, was -> was.toBuilder().status("backing-up").build());
        ClusterSnapshots.automated(world, here, cluster);
        world.time().after(Backups.LASTING, () -> update(here, id, was ->
                was.status().equals("backing-up") ? was.toBuilder().status("available").build() : was));
    }

    @Override
    public DescribeDbClustersResponse describeDBClusters(DescribeDbClustersRequest request) {
        String[] known = {"db-cluster-id", "db-cluster-resource-id", "engine", "clone-group-id", "domain"};
        List<String> ids = filter(request.filters(), "db-cluster-id", known);
        List<String> resources = filter(request.filters(), "db-cluster-resource-id", known);
        List<String> engines = filter(request.filters(), "engine", known);
        String one = request.dbClusterIdentifier() == null ? null : plain(request.dbClusterIdentifier());
        List<DBCluster> found = here().clusters.values().stream()
                .filter(cluster -> one == null || cluster.dbClusterIdentifier().equals(one)
                        || cluster.dbClusterResourceId().toLowerCase(Locale.ROOT).equals(one))
                .filter(cluster -> passes(ids, cluster.dbClusterIdentifier()))
                .filter(cluster -> passes(resources, cluster.dbClusterResourceId()))
                .filter(cluster -> passes(engines, cluster.engine()))
                .filter(cluster -> !faults.hides(cluster.clusterCreateTime()))
                .map(this::shown).toList();
        if (one != null && found.isEmpty()) {
            throw absent(one);
        }
        Page<DBCluster> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbClustersResponse.builder().dbClusters(page.items()).marker(page.next()).build();
    }

    @Override
    public ModifyDbClusterResponse modifyDBCluster(ModifyDbClusterRequest request) {
        DBCluster cluster = available(request.dbClusterIdentifier());
        DBCluster.Builder changed = cluster.toBuilder();
        if (request.deletionProtection() != null) {
            changed.deletionProtection(request.deletionProtection());
        }
        if (request.backupRetentionPeriod() != null) {
            changed.backupRetentionPeriod(request.backupRetentionPeriod());
        }
        if (request.copyTagsToSnapshot() != null) {
            changed.copyTagsToSnapshot(request.copyTagsToSnapshot());
        }
        if (request.enableIAMDatabaseAuthentication() != null) {
            changed.iamDatabaseAuthenticationEnabled(request.enableIAMDatabaseAuthentication());
        }
        if (!request.vpcSecurityGroupIds().isEmpty()) {
            changed.vpcSecurityGroups(groups(request.vpcSecurityGroupIds()));
        }
        Databases.Place here = here();
        here.clusters.put(cluster.dbClusterIdentifier(), changed.build());
        changed(cluster.dbClusterArn(), Map.of());
        return ModifyDbClusterResponse.builder().dbCluster(shown(here.clusters.get(cluster.dbClusterIdentifier()))).build();
    }

    @Override
    public StopDbClusterResponse stopDBCluster(StopDbClusterRequest request) {
        return StopDbClusterResponse.builder()
                .dbCluster(turn(available(request.dbClusterIdentifier()), "stopping", "stopped")).build();
    }

    @Override
    public StartDbClusterResponse startDBCluster(StartDbClusterRequest request) {
        DBCluster cluster = cluster(request.dbClusterIdentifier());
        if (!cluster.status().equals("stopped")) {
            throw InvalidDbClusterStateException.builder()
                    .message("DbCluster " + cluster.dbClusterIdentifier() + " is in " + cluster.status() + " state but expected in one of stopped,inaccessible-encryption-credentials-recoverable.").build();
        }
        return StartDbClusterResponse.builder().dbCluster(turn(cluster, "starting", "available")).build();
    }

    private DBCluster turn(DBCluster cluster, String meanwhile, String then) {
        Databases.Place here = here();
        String id = cluster.dbClusterIdentifier();
        update(here, id, was -> was.toBuilder().status(meanwhile).build());
        changed(cluster.dbClusterArn(), Map.of("status", meanwhile));
        world.time().after(TURNING, () -> update(here, id, was -> was.toBuilder().status(then).build()));
        return shown(here.clusters.get(id));
    }

    @Override
    public DeleteDbClusterResponse deleteDBCluster(DeleteDbClusterRequest request) {
        DBCluster cluster = cluster(request.dbClusterIdentifier());
        if (Boolean.TRUE.equals(cluster.deletionProtection())) {
            throw new Refused("InvalidParameterCombination",
                    "Cannot delete protected Cluster, please disable deletion protection and try again.");
        }
        if (!cluster.dbClusterMembers().isEmpty()) {
            throw InvalidDbClusterStateException.builder()
                    .message("Cluster cannot be deleted, it still contains DB instances in non-deleting state.").build();
        }
        if (!Boolean.TRUE.equals(request.skipFinalSnapshot())) {
            if (request.finalDBSnapshotIdentifier() == null) {
                throw new Refused("InvalidParameterCombination",
                        "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
            }
            new ClusterSnapshots(world).begin(
                    identifier(request.finalDBSnapshotIdentifier(), "FinalDBSnapshotIdentifier", 63), cluster, List.of());
        }
        here().clusters.remove(cluster.dbClusterIdentifier());
        changed(cluster.dbClusterArn(), Map.of("status", "deleting"));
        return DeleteDbClusterResponse.builder().dbCluster(shown(cluster).toBuilder().status("deleting").build()).build();
    }

    DBCluster cluster(String identifier) {
        String id = plain(required(identifier, "DBClusterIdentifier"));
        DBCluster cluster = here().clusters.get(id);
        if (cluster == null) {
            throw absent(id);
        }
        return cluster;
    }

    DBCluster available(String identifier) {
        DBCluster cluster = cluster(identifier);
        if (!cluster.status().equals("available")) {
            throw InvalidDbClusterStateException.builder()
                    .message("DbCluster " + cluster.dbClusterIdentifier() + " is in " + cluster.status()
                            + " state but expected in one of available.").build();
        }
        return cluster;
    }

    private static DbClusterNotFoundException absent(String id) {
        return DbClusterNotFoundException.builder().message("DBCluster " + id + " not found.").build();
    }

    private static List<VpcSecurityGroupMembership> groups(List<String> ids) {
        return ids.stream()
                .map(id -> VpcSecurityGroupMembership.builder().vpcSecurityGroupId(id).status("active").build())
                .toList();
    }

    /** Aurora can be restored to a few minutes ago at the latest. */
    private DBCluster shown(DBCluster cluster) {
        Instant latest = world.time().now().minus(Duration.ofMinutes(2));
        DBCluster.Builder shown = cluster.toBuilder().tagList(tags(cluster.dbClusterArn()));
        if (latest.isAfter(cluster.clusterCreateTime())) {
            Instant kept = world.time().now().minus(Duration.ofDays(cluster.backupRetentionPeriod()));
            shown.latestRestorableTime(latest)
                    .earliestRestorableTime(kept.isAfter(cluster.clusterCreateTime()) ? kept : cluster.clusterCreateTime());
        }
        return shown.build();
    }
}
