package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.DBSnapshot;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;

/** The databases of a world, by account and region. */
final class Databases {

    /** One account's databases in one region, by their identifiers in lower case. */
    static final class Place {
        final String account;
        final String region;
        final Map<String, DBCluster> clusters = new TreeMap<>();
        final Map<String, DBClusterSnapshot> clusterSnapshots = new TreeMap<>();
        final Map<String, DBInstance> instances = new TreeMap<>();
        final Map<String, DBSnapshot> snapshots = new TreeMap<>();
        final Map<String, DBSubnetGroup> subnetGroups = new TreeMap<>();
        final Map<String, DBProxy> proxies = new TreeMap<>();
        final Map<String, java.util.List<DBProxyTarget>> proxyTargets = new TreeMap<>();
        final Map<String, Map<String, String>> tags = new TreeMap<>();

        Place(String account, String region) {
            this.account = account;
            this.region = region;
        }

        /** @param kind such as "cluster", "db", "cluster-snapshot", "snapshot", "subgrp", "db-proxy" */
        String arn(String kind, String id) {
            return "arn:aws:rds:" + region + ":" + account + ":" + kind + ":" + id;
        }
    }

    private final Map<String, Place> places = new TreeMap<>();

    Databases(World world) {}

    /** @param regionAndAccount such as "eu-central-1 123456789012"; null where there has been no call yet */
    Place at(String regionAndAccount) {
        String[] parts = regionAndAccount.split(" ");
        return places.get(parts[1] + " " + parts[0]);
    }

    Place here() {
        Call call = Call.current();
        return places.computeIfAbsent(
                call.account() + " " + call.region(), place -> new Place(call.account(), call.region()));
    }
}
