package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What RDS asks IAM, see
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html
 */
final class RdsNeeds {

    private RdsNeeds() {}

    static List<Need> of(Asking asking) {
        String cluster = arn(asking, "cluster", asking.text("DBClusterIdentifier"));
        String clusterSnapshot = arn(asking, "cluster-snapshot", asking.text("DBClusterSnapshotIdentifier"));
        String instance = arn(asking, "db", asking.text("DBInstanceIdentifier"));
        String snapshot = arn(asking, "snapshot", asking.text("DBSnapshotIdentifier"));
        return switch (asking.call().operation()) {
            case "DescribeDBClusters", "ModifyDBCluster", "StopDBCluster", "StartDBCluster", "DeleteDBCluster" ->
                    needs(asking, cluster);
            case "CreateDBCluster" -> tagged(asking, cluster, cluster);
            case "CreateDBClusterSnapshot" -> tagged(asking, clusterSnapshot, cluster, clusterSnapshot);
            case "DescribeDBClusterSnapshots", "DeleteDBClusterSnapshot" -> needs(asking, clusterSnapshot);
            case "RestoreDBClusterFromSnapshot" -> tagged(asking, cluster, cluster,
                    arn(asking, "cluster-snapshot", asking.text("SnapshotIdentifier")));
            case "DescribeDBInstances", "DeleteDBInstance" -> needs(asking, instance);
            case "CreateDBInstance" -> tagged(asking, instance, instance);
            case "CreateDBSnapshot" -> tagged(asking, snapshot, instance, snapshot);
            case "DescribeDBSnapshots", "DeleteDBSnapshot" -> needs(asking, snapshot);
            case "AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource" ->
                    List.of(asking.need("rds", asking.text("ResourceName"), asking.requestTags("Tags", "Key", "Value")));
            case "CreateDBSubnetGroup", "DescribeDBSubnetGroups" -> needs(asking, arn(asking, "subgrp", asking.text("DBSubnetGroupName")));
            case "DescribeDBProxies", "DescribeDBProxyTargets", "DescribeDBProxyTargetGroups", "RegisterDBProxyTargets" ->
                    needs(asking, asking.arn("rds", "db-proxy:*"));
            default -> needs(asking, "*");
        };
    }

    /** Reads that name nothing are about everything of the kind. */
    private static String arn(Asking asking, String kind, String id) {
        return id.startsWith("arn:") ? id
                : asking.arn("rds", kind + ":" + (id.isEmpty() ? "*" : id.toLowerCase(Locale.ROOT)));
    }

    private static List<Need> needs(Asking asking, String... resources) {
        return List.of(resources).stream().map(resource -> asking.need("rds", resource, Map.of())).toList();
    }

    /** Tags given while something is made need rds:AddTagsToResource too. */
    private static List<Need> tagged(Asking asking, String made, String... resources) {
        Map<String, List<String>> tags = asking.requestTags("Tags", "Key", "Value");
        List<Need> needs = new ArrayList<>();
        for (String resource : resources) {
            needs.add(asking.need("rds", resource, tags));
        }
        if (!tags.isEmpty()) {
            needs.add(new Need("rds:AddTagsToResource", made, tags));
        }
        return needs;
    }
}
