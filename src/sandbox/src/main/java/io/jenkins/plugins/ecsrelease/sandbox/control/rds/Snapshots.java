package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbSnapshotResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSnapshotsResponse;
import software.amazon.awssdk.services.rds.model.InvalidDbSnapshotStateException;
import software.amazon.awssdk.services.rds.model.SnapshotQuotaExceededException;
import software.amazon.awssdk.services.rds.model.Tag;

/** Snapshots of instances that belong to no Aurora cluster. The instance is backing up while one is taken. */
final class Snapshots extends Room {

    static final int QUOTA = 100;
    private static final Duration CREATING = Duration.ofMinutes(3);

    private final Instances instances;

    Snapshots(World world) {
        super(world);
        instances = new Instances(world);
    }

    @Override
    public CreateDbSnapshotResponse createDBSnapshot(CreateDbSnapshotRequest request) {
        String id = identifier(request.dbSnapshotIdentifier(), "DBSnapshotIdentifier", 255);
        DBInstance instance = instances.available(required(request.dbInstanceIdentifier(), "DBInstanceIdentifier"));
        if (instance.dbClusterIdentifier() != null) {
            throw new Refused("InvalidParameterValue",
                    "The specified instance is a member of a cluster and a snapshot cannot be created directly. Please use the "
                            + "CreateDBClusterSnapshot API instead.");
        }
        Databases.Place here = here();
        if (here.snapshots.containsKey(id)) {
            throw DbSnapshotAlreadyExistsException.builder()
                    .message("Cannot create the snapshot because a snapshot with the identifier " + id + " already exists.").build();
        }
        if (here.snapshots.size() >= QUOTA) {
            throw SnapshotQuotaExceededException.builder().message("Cannot create more than " + QUOTA + " manual snapshots").build();
        }
        String arn = here.arn("snapshot", id);
        DBSnapshot snapshot = DBSnapshot.builder()
                .dbSnapshotIdentifier(id).dbSnapshotArn(arn).dbInstanceIdentifier(instance.dbInstanceIdentifier())
                .dbiResourceId(instance.dbiResourceId()).snapshotType("manual").status("creating").percentProgress(0)
                .snapshotCreateTime(world.time().now()).originalSnapshotCreateTime(world.time().now())
                .instanceCreateTime(instance.instanceCreateTime()).engine(instance.engine())
                .engineVersion(instance.engineVersion()).allocatedStorage(instance.allocatedStorage())
                .availabilityZone(instance.availabilityZone()).masterUsername(instance.masterUsername())
                .port(instance.endpoint().port()).encrypted(instance.storageEncrypted()).kmsKeyId(instance.kmsKeyId())
                .iamDatabaseAuthenticationEnabled(instance.iamDatabaseAuthenticationEnabled()).storageType("gp3")
                .build();
        here.snapshots.put(id, snapshot);
        List<Tag> tags = new ArrayList<>();
        if (Boolean.TRUE.equals(instance.copyTagsToSnapshot())) {
            tags.addAll(tags(instance.dbInstanceArn()));
        }
        tags.addAll(request.tags());
        tag(arn, tags);
        changed(arn, Map.of("instance", instance.dbInstanceIdentifier(), "snapshot", id));
        Instances.status(here, instance.dbInstanceIdentifier(), "backing-up");
        Duration slow = faults.strike(Fault.Kind.SLOW_SNAPSHOTS, id).map(Fault::lasting).orElse(Duration.ZERO);
        boolean fails = faults.strike(Fault.Kind.FAILING_SNAPSHOTS, id).isPresent();
        world.time().after(CREATING.plus(slow), () -> {
            here.snapshots.computeIfPresent(id, (same, was) ->
                    was.toBuilder().status(fails ? "failed" : "available").percentProgress(fails ? 0 : 100).build());
            Instances.status(here, instance.dbInstanceIdentifier(), "available");
        });
        return CreateDbSnapshotResponse.builder().dbSnapshot(shown(snapshot)).build();
    }

    @Override
    public DescribeDbSnapshotsResponse describeDBSnapshots(DescribeDbSnapshotsRequest request) {
        String[] known = {"db-instance-id", "db-snapshot-id", "dbi-resource-id", "snapshot-type", "engine"};
        List<String> instanceIds = filter(request.filters(), "db-instance-id", known);
        List<String> ids = filter(request.filters(), "db-snapshot-id", known);
        List<String> resources = filter(request.filters(), "dbi-resource-id", known);
        List<String> types = filter(request.filters(), "snapshot-type", known);
        List<String> engines = filter(request.filters(), "engine", known);
        String one = request.dbSnapshotIdentifier() == null ? null : ClusterSnapshots.name(request.dbSnapshotIdentifier());
        String of = request.dbInstanceIdentifier() == null ? null : plain(request.dbInstanceIdentifier());
        List<DBSnapshot> found = here().snapshots.values().stream()
                .filter(snapshot -> one == null || snapshot.dbSnapshotIdentifier().equals(one))
                .filter(snapshot -> of == null || snapshot.dbInstanceIdentifier().equals(of))
                .filter(snapshot -> request.dbiResourceId() == null || snapshot.dbiResourceId().equals(request.dbiResourceId()))
                .filter(snapshot -> request.snapshotType() == null || snapshot.snapshotType().equals(request.snapshotType()))
                .filter(snapshot -> passes(instanceIds, snapshot.dbInstanceIdentifier()))
                .filter(snapshot -> passes(ids, snapshot.dbSnapshotIdentifier()))
                .filter(snapshot -> passes(resources, snapshot.dbiResourceId()))
                .filter(snapshot -> passes(types, snapshot.snapshotType()))
                .filter(snapshot -> passes(engines, snapshot.engine()))
                .filter(snapshot -> !faults.hides(snapshot.snapshotCreateTime()))
                .map(this::shown).toList();
        if (one != null && found.isEmpty()) {
            throw absent(one);
        }
        Page<DBSnapshot> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbSnapshotsResponse.builder().dbSnapshots(page.items()).marker(page.next()).build();
    }

    @Override
    public DeleteDbSnapshotResponse deleteDBSnapshot(DeleteDbSnapshotRequest request) {
        String id = ClusterSnapshots.name(required(request.dbSnapshotIdentifier(), "DBSnapshotIdentifier"));
        DBSnapshot snapshot = here().snapshots.get(id);
        if (snapshot == null) {
            throw absent(id);
        }
        if (snapshot.status().equals("creating")) {
            throw InvalidDbSnapshotStateException.builder()
                    .message("Cannot delete the snapshot because it is not currently in the available or failed state.").build();
        }
        here().snapshots.remove(id);
        here().tags.remove(snapshot.dbSnapshotArn());
        changed(snapshot.dbSnapshotArn(), Map.of("instance", snapshot.dbInstanceIdentifier(), "snapshot", id));
        return DeleteDbSnapshotResponse.builder().dbSnapshot(snapshot.toBuilder().status("deleted").build()).build();
    }

    private static DbSnapshotNotFoundException absent(String id) {
        return DbSnapshotNotFoundException.builder().message("DBSnapshot not found: " + id).build();
    }

    private DBSnapshot shown(DBSnapshot snapshot) {
        DBSnapshot.Builder shown = snapshot.toBuilder().tagList(tags(snapshot.dbSnapshotArn()));
        if (snapshot.status().equals("creating")) {
            long elapsed = Duration.between(snapshot.snapshotCreateTime(), world.time().now()).toMillis();
            shown.percentProgress((int) Math.min(99, Math.max(0, elapsed * 100 / CREATING.toMillis())));
        }
        return shown.build();
    }
}
