package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** One database a call. */
public final class DatabaseLoader implements Loader<DatabaseLook, DatabaseLook.Seen> {

    @Override
    public Class<DatabaseLook> question() {
        return DatabaseLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<DatabaseLook, Answer<DatabaseLook.Seen>> load(Tools tools, Set<DatabaseLook> questions) {
        Map<DatabaseLook, Answer<DatabaseLook.Seen>> answers = new HashMap<>();
        RdsClient rds = tools.client(RdsClient.class);
        for (DatabaseLook look : questions) {
            answers.put(look, Answer.known(
                    look.kind() == Kind.CLUSTER ? cluster(rds, look.identifier()) : instance(rds, look.identifier())));
        }
        return answers;
    }

    private static DatabaseLook.Seen cluster(RdsClient rds, String identifier) {
        List<DBCluster> found;
        try {
            found = rds.describeDBClusters(request -> request.dbClusterIdentifier(identifier)).dbClusters();
        } catch (DbClusterNotFoundException e) {
            return DatabaseLook.Seen.ABSENT;
        }
        if (found.isEmpty()) {
            return DatabaseLook.Seen.ABSENT;
        }
        DBCluster cluster = found.get(0);
        return new DatabaseLook.Seen(
                true,
                text(cluster.status()),
                text(cluster.dbClusterResourceId()),
                text(cluster.engine()),
                cluster.latestRestorableTime(),
                text(cluster.dbSubnetGroup()),
                cluster.vpcSecurityGroups().stream().map(group -> group.vpcSecurityGroupId()).toList(),
                writerClass(rds, cluster));
    }

    /** For the restore command alone: without the permission to ask, a person fills it in. */
    private static String writerClass(RdsClient rds, DBCluster cluster) {
        String writer = cluster.dbClusterMembers().stream()
                .filter(member -> Boolean.TRUE.equals(member.isClusterWriter()))
                .map(member -> member.dbInstanceIdentifier())
                .findFirst()
                .orElse("");
        if (writer.isEmpty()) {
            return "";
        }
        try {
            return rds.describeDBInstances(request -> request.dbInstanceIdentifier(writer)).dbInstances().stream()
                    .findFirst()
                    .map(instance -> text(instance.dbInstanceClass()))
                    .orElse("");
        } catch (RdsException e) {
            return "";
        }
    }

    private static DatabaseLook.Seen instance(RdsClient rds, String identifier) {
        List<DBInstance> found;
        try {
            found = rds.describeDBInstances(request -> request.dbInstanceIdentifier(identifier)).dbInstances();
        } catch (DbInstanceNotFoundException e) {
            return DatabaseLook.Seen.ABSENT;
        }
        if (found.isEmpty()) {
            return DatabaseLook.Seen.ABSENT;
        }
        DBInstance instance = found.get(0);
        return new DatabaseLook.Seen(
                true,
                text(instance.dbInstanceStatus()),
                text(instance.dbiResourceId()),
                text(instance.engine()),
                instance.latestRestorableTime(),
                instance.dbSubnetGroup() == null ? "" : text(instance.dbSubnetGroup().dbSubnetGroupName()),
                instance.vpcSecurityGroups().stream().map(group -> group.vpcSecurityGroupId()).toList(),
                text(instance.dbInstanceClass()));
    }

    static String text(String value) {
        return value == null ? "" : value;
    }
}
