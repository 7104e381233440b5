package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbClusterSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbClusterSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterSnapshotStateException;
import software.amazon.awssdk.services.rds.model.SnapshotQuotaExceededException;
import software.amazon.awssdk.services.rds.model.Tag;

/** Snapshots of clusters: they take two minutes, and an account keeps a hundred that were made by hand. */
final class ClusterSnapshots extends Room {

    static final int QUOTA = 100;
    private static final Duration CREATING = Duration.ofMinutes(2);

    private final Clusters clusters;

    ClusterSnapshots(World world) {
        super(world);
        clusters = new Clusters(world);
    }

    @Override
    public CreateDbClusterSnapshotResponse createDBClusterSnapshot(CreateDbClusterSnapshotRequest request) {
        String id = identifier(request.dbClusterSnapshotIdentifier(), "DBClusterSnapshotIdentifier", 255);
        required(request.dbClusterIdentifier(), "DBClusterIdentifier");
        return CreateDbClusterSnapshotResponse.builder()
                .dbClusterSnapshot(begin(id, clusters.available(request.dbClusterIdentifier()), request.tags())).build();
    }

    DBClusterSnapshot begin(String id, DBCluster cluster, List<Tag> asked) {
        Databases.Place here = here();
        if (here.clusterSnapshots.containsKey(id)) {
            throw DbClusterSnapshotAlreadyExistsException.builder()
                    .message("Cannot create the cluster snapshot because one with the identifier " + id + " already exists.")
                    .build();
        }
        if (manual(here) >= QUOTA) {
            throw SnapshotQuotaExceededException.builder()
                    .message("Cannot create more than " + QUOTA + " manual snapshots").build();
        }
        String arn = here.arn("cluster-snapshot", id);
        DBClusterSnapshot snapshot = of(cluster, id, arn, "manual", world.time().now());
        here.clusterSnapshots.put(id, snapshot);
        List<Tag> tags = new ArrayList<>();
        if (Boolean.TRUE.equals(cluster.copyTagsToSnapshot())) {
            tags.addAll(tags(cluster.dbClusterArn()));
        }
        tags.addAll(asked);
        tag(arn, tags);
        changed(arn, Map.of("cluster", cluster.dbClusterIdentifier(), "snapshot", id));
        complete(world, here, id);
        return shown(snapshot);
    }

    static long manual(Databases.Place here) {
        return here.clusterSnapshots.values().stream().filter(one -> one.snapshotType().equals("manual")).count();
    }

    /** The snapshot that RDS takes in the backup window; kept by the cluster's retention, not by a caller. */
    static void automated(World world, Databases.Place here, DBCluster cluster) {
        Instant now = world.time().now();
        String id = "rds:" + cluster.dbClusterIdentifier() + "-"
                + DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm").withZone(ZoneOffset.UTC).format(now);
        here.clusterSnapshots.put(id, of(cluster, id, here.arn("cluster-snapshot", id), "automated", now));
        complete(world, here, id);
        world.time().after(Duration.ofDays(cluster.backupRetentionPeriod()), () -> here.clusterSnapshots.remove(id));
    }

    private static void complete(World world, Databases.Place here, String id) {
        Duration slow = world.part(Faults.class)
                .strike(Fault.Kind.SLOW_SNAPSHOTS, id).map(Fault::lasting).orElse(Duration.ZERO);
        boolean fails = world.part(Faults.class)
                .strike(Fault.Kind.FAILING_SNAPSHOTS, id).isPresent();
        world.time().after(CREATING.plus(slow), () -> here.clusterSnapshots.computeIfPresent(id, (same, was) ->
                was.toBuilder().status(fails ? "failed" : "available").percentProgress(fails ? 0 : 100).build()));
    }

    private static DBClusterSnapshot of(DBCluster cluster, String id, String arn, String type, Instant now) {
        return DBClusterSnapshot.builder()
                .dbClusterSnapshotIdentifier(id).dbClusterSnapshotArn(arn).snapshotType(type).status("creating")
                .snapshotCreateTime(now).percentProgress(0)
                .dbClusterIdentifier(cluster.dbClusterIdentifier()).dbClusterResourceId(cluster.dbClusterResourceId())
                .clusterCreateTime(cluster.clusterCreateTime()).engine(cluster.engine()).engineMode(cluster.engineMode())
                .engineVersion(cluster.engineVersion()).masterUsername(cluster.masterUsername()).port(cluster.port())
                .allocatedStorage(cluster.allocatedStorage()).availabilityZones(cluster.availabilityZones())
                .licenseModel(cluster.engine().contains("postgres") ? "postgresql-license" : "aurora-mysql")
                .storageEncrypted(cluster.storageEncrypted()).kmsKeyId(cluster.kmsKeyId())
                .iamDatabaseAuthenticationEnabled(cluster.iamDatabaseAuthenticationEnabled()).vpcId("vpc-0sandbox")
                .build();
    }

    @Override
    public DescribeDbClusterSnapshotsResponse describeDBClusterSnapshots(DescribeDbClusterSnapshotsRequest request) {
        String[] known = {"db-cluster-id", "db-cluster-snapshot-id", "snapshot-type", "engine"};
        List<String> clusterIds = filter(request.filters(), "db-cluster-id", known);
        List<String> ids = filter(request.filters(), "db-cluster-snapshot-id", known);
        List<String> types = filter(request.filters(), "snapshot-type", known);
        List<String> engines = filter(request.filters(), "engine", known);
        String one = request.dbClusterSnapshotIdentifier() == null ? null : name(request.dbClusterSnapshotIdentifier());
        String of = request.dbClusterIdentifier() == null ? null : plain(request.dbClusterIdentifier());
        List<DBClusterSnapshot> found = here().clusterSnapshots.values().stream()
                .filter(snapshot -> one == null || snapshot.dbClusterSnapshotIdentifier().equals(one))
                .filter(snapshot -> of == null || snapshot.dbClusterIdentifier().equals(of))
                .filter(snapshot -> request.dbClusterResourceId() == null
                        || snapshot.dbClusterResourceId().equals(request.dbClusterResourceId()))
                .filter(snapshot -> request.snapshotType() == null || snapshot.snapshotType().equals(request.snapshotType()))
                .filter(snapshot -> passes(clusterIds, snapshot.dbClusterIdentifier()))
                .filter(snapshot -> passes(ids, snapshot.dbClusterSnapshotIdentifier()))
                .filter(snapshot -> passes(types, snapshot.snapshotType()))
                .filter(snapshot -> passes(engines, snapshot.engine()))
                .filter(snapshot -> !faults.hides(snapshot.snapshotCreateTime()))
                .map(this::shown).toList();
        if (one != null && found.isEmpty()) {
            throw absent(request.dbClusterSnapshotIdentifier());
        }
        Page<DBClusterSnapshot> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbClusterSnapshotsResponse.builder().dbClusterSnapshots(page.items()).marker(page.next()).build();
    }

    @Override
    public DeleteDbClusterSnapshotResponse deleteDBClusterSnapshot(DeleteDbClusterSnapshotRequest request) {
        String id = name(required(request.dbClusterSnapshotIdentifier(), "DBClusterSnapshotIdentifier"));
        DBClusterSnapshot snapshot = here().clusterSnapshots.get(id);
        if (snapshot == null) {
            throw absent(id);
        }
        if (snapshot.status().equals("creating") || snapshot.snapshotType().equals("automated")) {
            throw InvalidDbClusterSnapshotStateException.builder()
                    .message(snapshot.snapshotType().equals("automated")
                            ? "Cannot delete the automated snapshot " + id + "."
                            : "Cannot delete the snapshot because it is not currently in the available or failed state.").build();
        }
        here().clusterSnapshots.remove(id);
        here().tags.remove(snapshot.dbClusterSnapshotArn());
        changed(snapshot.dbClusterSnapshotArn(), Map.of("cluster", snapshot.dbClusterIdentifier(), "snapshot", id));
        return DeleteDbClusterSnapshotResponse.builder()
                .dbClusterSnapshot(snapshot.toBuilder().status("deleted").build()).build();
    }

    /** The names of automated snapshots have a colon of their own. */
    static String name(String identifierOrArn) {
        return identifierOrArn.replaceFirst("^arn:[^:]+:rds:[^:]*:\\d*:(cluster-)?snapshot:", "").toLowerCase(Locale.ROOT);
    }

    private static DbClusterSnapshotNotFoundException absent(String id) {
        return DbClusterSnapshotNotFoundException.builder().message("DBClusterSnapshot not found: " + id).build();
    }

    private DBClusterSnapshot shown(DBClusterSnapshot snapshot) {
        DBClusterSnapshot.Builder shown = snapshot.toBuilder().tagList(tags(snapshot.dbClusterSnapshotArn()));
        if (snapshot.status().equals("creating")) {
            long elapsed = Duration.between(snapshot.snapshotCreateTime(), world.time().now()).toMillis();
            shown.percentProgress((int) Math.min(99, Math.max(0, elapsed * 100 / CREATING.toMillis())));
        }
        return shown.build();
    }
}
