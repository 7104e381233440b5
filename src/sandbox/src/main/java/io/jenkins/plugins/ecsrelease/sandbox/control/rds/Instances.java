package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbInstancesResponse;
import software.amazon.awssdk.services.rds.model.Endpoint;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** Instances, of a cluster or on their own. */
final class Instances extends Room {

    private static final Duration CREATING = Duration.ofMinutes(4);

    private final Clusters clusters;

    Instances(World world) {
        super(world);
        clusters = new Clusters(world);
    }

    @Override
    public CreateDbInstanceResponse createDBInstance(CreateDbInstanceRequest request) {
        String id = identifier(request.dbInstanceIdentifier(), "DBInstanceIdentifier", 63);
        String type = required(request.dbInstanceClass(), "DBInstanceClass");
        String engine = required(request.engine(), "Engine");
        if (!type.matches("db\\.[a-z0-9-]+(\\.[a-z0-9]+)?")) {
            throw new Refused("InvalidParameterValue", "Invalid DB Instance class: " + type);
        }
        Databases.Place here = here();
        if (here.instances.containsKey(id)) {
            throw DbInstanceAlreadyExistsException.builder().message("DB instance already exists").build();
        }
        DBCluster cluster = request.dbClusterIdentifier() == null ? null : clusters.cluster(request.dbClusterIdentifier());
        if (cluster == null) {
            if (request.allocatedStorage() == null) {
                throw new Refused("InvalidParameterCombination", "The request must contain the parameter AllocatedStorage.");
            }
            required(request.masterUsername(), "MasterUsername");
            if (!Boolean.TRUE.equals(request.manageMasterUserPassword())) {
                required(request.masterUserPassword(), "MasterUserPassword");
            }
        } else if (!cluster.engine().equals(engine)) {
            throw new Refused("InvalidParameterCombination",
                    "The engine name requested for your DB instance (" + engine + ") doesn't match the engine name of your DB "
                            + "cluster (" + cluster.engine() + ").");
        }
        boolean postgres = engine.contains("postgres");
        String arn = here.arn("db", id);
        DBInstance instance = DBInstance.builder()
                .dbInstanceIdentifier(id).dbInstanceArn(arn).dbiResourceId(resourceId("db-"))
                .dbInstanceClass(type).engine(engine).dbInstanceStatus("creating")
                .engineVersion(cluster != null ? cluster.engineVersion() : request.engineVersion() != null
                        ? request.engineVersion() : postgres ? "16.6" : "8.0.40")
                .dbName(request.dbName())
                .masterUsername(cluster != null ? cluster.masterUsername() : request.masterUsername())
                .dbClusterIdentifier(cluster == null ? null : cluster.dbClusterIdentifier())
                .allocatedStorage(request.allocatedStorage() == null ? 1 : request.allocatedStorage())
                .instanceCreateTime(world.time().now())
                .dbInstancePort(0)
                .endpoint(Endpoint.builder().port(cluster != null ? cluster.port() : postgres ? 5432 : 3306)
                        .address(id + ".c" + Integer.toString(Math.abs(id.hashCode()), 36) + "." + here.region
                                + ".rds.amazonaws.com").build())
                .backupRetentionPeriod(request.backupRetentionPeriod() == null ? 1 : request.backupRetentionPeriod())
                .preferredBackupWindow(Backups.window(request.preferredBackupWindow(), world.time().now()))
                .availabilityZone(request.availabilityZone() == null ? here.region + "a" : request.availabilityZone())
                .multiAZ(Boolean.TRUE.equals(request.multiAZ()))
                .publiclyAccessible(Boolean.TRUE.equals(request.publiclyAccessible()))
                .storageEncrypted(cluster != null ? cluster.storageEncrypted() : Boolean.TRUE.equals(request.storageEncrypted()))
                .kmsKeyId(request.kmsKeyId())
                .iamDatabaseAuthenticationEnabled(Boolean.TRUE.equals(request.enableIAMDatabaseAuthentication()))
                .deletionProtection(Boolean.TRUE.equals(request.deletionProtection()))
                .copyTagsToSnapshot(Boolean.TRUE.equals(request.copyTagsToSnapshot()))
                .dbSubnetGroup(DBSubnetGroup.builder().dbSubnetGroupName(cluster != null ? cluster.dbSubnetGroup()
                        : request.dbSubnetGroupName() == null ? "default" : request.dbSubnetGroupName()).build())
                .vpcSecurityGroups(request.vpcSecurityGroupIds().stream().map(group ->
                        VpcSecurityGroupMembership.builder().vpcSecurityGroupId(group).status("active").build()).toList())
                .build();
        here.instances.put(id, instance);
        tag(arn, request.tags());
        if (cluster != null) {
            List<DBClusterMember> members = new ArrayList<>(cluster.dbClusterMembers());
            members.add(DBClusterMember.builder().dbInstanceIdentifier(id).isClusterWriter(members.isEmpty())
                    .dbClusterParameterGroupStatus("in-sync").promotionTier(1).build());
            here.clusters.put(cluster.dbClusterIdentifier(),
                    here.clusters.get(cluster.dbClusterIdentifier()).toBuilder().dbClusterMembers(members).build());
        }
        changed(arn, Map.of("engine", engine));
        world.time().after(CREATING, () -> status(here, id, "available"));
        if (cluster == null && instance.backupRetentionPeriod() > 0) {
            Backups.daily(world.time(), instance.preferredBackupWindow(), () -> {
                DBInstance now = here.instances.get(id);
                if (now != null && now.dbInstanceStatus().equals("available")) {
                    status(here, id, "backing-up");
                    world.time().after(Backups.LASTING, () -> status(here, id, "available"));
                }
            });
        }
        return CreateDbInstanceResponse.builder().dbInstance(shown(instance)).build();
    }

    static void status(Databases.Place here, String id, String status) {
        here.instances.computeIfPresent(id, (same, was) -> was.toBuilder().dbInstanceStatus(status).build());
    }

    @Override
    public DescribeDbInstancesResponse describeDBInstances(DescribeDbInstancesRequest request) {
        String[] known = {"db-cluster-id", "db-instance-id", "dbi-resource-id", "engine", "domain"};
        List<String> clusterIds = filter(request.filters(), "db-cluster-id", known);
        List<String> ids = filter(request.filters(), "db-instance-id", known);
        List<String> resources = filter(request.filters(), "dbi-resource-id", known);
        List<String> engines = filter(request.filters(), "engine", known);
        String one = request.dbInstanceIdentifier() == null ? null : plain(request.dbInstanceIdentifier());
        List<DBInstance> found = here().instances.values().stream()
                .filter(instance -> one == null || instance.dbInstanceIdentifier().equals(one))
                .filter(instance -> passes(clusterIds, instance.dbClusterIdentifier()))
                .filter(instance -> passes(ids, instance.dbInstanceIdentifier()))
                .filter(instance -> passes(resources, instance.dbiResourceId()))
                .filter(instance -> passes(engines, instance.engine()))
                .filter(instance -> !faults.hides(instance.instanceCreateTime()))
                .map(this::shown).toList();
        if (one != null && found.isEmpty()) {
            throw absent(one);
        }
        Page<DBInstance> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbInstancesResponse.builder().dbInstances(page.items()).marker(page.next()).build();
    }

    @Override
    public DeleteDbInstanceResponse deleteDBInstance(DeleteDbInstanceRequest request) {
        DBInstance instance = instance(request.dbInstanceIdentifier());
        if (Boolean.TRUE.equals(instance.deletionProtection())) {
            throw new Refused("InvalidParameterCombination",
                    "Cannot delete protected DB Instance, please disable deletion protection and try again.");
        }
        Databases.Place here = here();
        here.instances.remove(instance.dbInstanceIdentifier());
        if (instance.dbClusterIdentifier() != null) {
            here.clusters.computeIfPresent(instance.dbClusterIdentifier(), (id, was) -> was.toBuilder()
                    .dbClusterMembers(was.dbClusterMembers().stream()
                            .filter(member -> !member.dbInstanceIdentifier().equals(instance.dbInstanceIdentifier()))
                            .toList()).build());
        }
        changed(instance.dbInstanceArn(), Map.of("status", "deleting"));
        return DeleteDbInstanceResponse.builder()
                .dbInstance(instance.toBuilder().dbInstanceStatus("deleting").build()).build();
    }

    DBInstance instance(String identifier) {
        String id = plain(required(identifier, "DBInstanceIdentifier"));
        DBInstance instance = here().instances.get(id);
        if (instance == null) {
            throw absent(id);
        }
        return instance;
    }

    DBInstance available(String identifier) {
        DBInstance instance = instance(identifier);
        if (!instance.dbInstanceStatus().equals("available")) {
            throw InvalidDbInstanceStateException.builder()
                    .message("Instance " + instance.dbInstanceIdentifier() + " is not currently in the available state.").build();
        }
        return instance;
    }

    private static DbInstanceNotFoundException absent(String id) {
        return DbInstanceNotFoundException.builder().message("DBInstance " + id + " not found.").build();
    }

    private DBInstance shown(DBInstance instance) {
        DBInstance.Builder shown = instance.toBuilder().tagList(tags(instance.dbInstanceArn()));
        if (instance.dbClusterIdentifier() == null && instance.backupRetentionPeriod() > 0
                && world.time().now().minus(Duration.ofMinutes(5)).isAfter(instance.instanceCreateTime())) {
            shown.latestRestorableTime(world.time().now().minus(Duration.ofMinutes(5)));
        }
        return shown.build();
    }
}
