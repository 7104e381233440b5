package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.AccountQuota;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceResponse;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupResponse;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbProxyNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesRequest;
import software.amazon.awssdk.services.rds.model.DescribeAccountAttributesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbSubnetGroupsResponse;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.rds.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceRequest;
import software.amazon.awssdk.services.rds.model.RemoveTagsFromResourceResponse;
import software.amazon.awssdk.services.rds.model.Subnet;

/** Tags, quotas and subnet groups. */
final class Account extends Room {

    Account(World world) {
        super(world);
    }

    @Override
    public AddTagsToResourceResponse addTagsToResource(AddTagsToResourceRequest request) {
        String arn = existing(request.resourceName());
        if (request.tags().isEmpty()) {
            throw new Refused("MissingParameter", "The request must contain the parameter Tags.");
        }
        changed(arn, Map.of("tags", Map.copyOf(tag(arn, request.tags()))));
        return AddTagsToResourceResponse.builder().build();
    }

    @Override
    public RemoveTagsFromResourceResponse removeTagsFromResource(RemoveTagsFromResourceRequest request) {
        String arn = existing(request.resourceName());
        request.tagKeys().forEach(key -> here().tags.getOrDefault(arn, Map.of()).remove(key));
        changed(arn, Map.of("removed", List.copyOf(request.tagKeys())));
        return RemoveTagsFromResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder().tagList(tags(existing(request.resourceName()))).build();
    }

    private String existing(String arn) {
        required(arn, "ResourceName");
        String[] parts = arn.split(":", 7);
        if (parts.length < 7 || !arn.startsWith("arn:aws:rds:")) {
            throw new Refused("InvalidParameterValue", "Invalid resource name: " + arn);
        }
        Databases.Place here = here();
        String id = parts[6];
        switch (parts[5]) {
            case "cluster":
                if (!here.clusters.containsKey(id)) {
                    throw DbClusterNotFoundException.builder().message("DBCluster " + id + " not found.").build();
                }
                return arn;
            case "db":
                if (!here.instances.containsKey(id)) {
                    throw DbInstanceNotFoundException.builder().message("DBInstance " + id + " not found.").build();
                }
                return arn;
            case "cluster-snapshot":
                if (!here.clusterSnapshots.containsKey(id)) {
                    throw DbClusterSnapshotNotFoundException.builder().message("DBClusterSnapshot not found: " + id).build();
                }
                return arn;
            case "snapshot":
                if (!here.snapshots.containsKey(id)) {
                    throw DbSnapshotNotFoundException.builder().message("DBSnapshot not found: " + id).build();
                }
                return arn;
            case "db-proxy":
                if (here.proxies.values().stream().noneMatch(proxy -> proxy.dbProxyArn().equals(arn))) {
                    throw DbProxyNotFoundException.builder().message("DB Proxy " + id + " not found.").build();
                }
                return arn;
            default:
                throw new Refused("InvalidParameterValue", "Invalid resource name: " + arn);
        }
    }

    @Override
    public DescribeAccountAttributesResponse describeAccountAttributes(DescribeAccountAttributesRequest request) {
        Databases.Place here = here();
        return DescribeAccountAttributesResponse.builder().accountQuotas(
                quota("DBInstances", here.instances.size(), 40),
                quota("DBClusters", here.clusters.size(), 40),
                quota("ManualSnapshots", here.snapshots.size(), Snapshots.QUOTA),
                quota("ManualClusterSnapshots", ClusterSnapshots.manual(here), ClusterSnapshots.QUOTA),
                quota("DBSubnetGroups", here.subnetGroups.size(), 50)).build();
    }

    private static AccountQuota quota(String name, long used, long max) {
        return AccountQuota.builder().accountQuotaName(name).used(used).max(max).build();
    }

    @Override
    public CreateDbSubnetGroupResponse createDBSubnetGroup(CreateDbSubnetGroupRequest request) {
        String name = required(request.dbSubnetGroupName(), "DBSubnetGroupName").toLowerCase(Locale.ROOT);
        required(request.dbSubnetGroupDescription(), "DBSubnetGroupDescription");
        if (request.subnetIds().size() < 2) {
            throw DbSubnetGroupDoesNotCoverEnoughAZsException.builder().message(
                    "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: "
                            + request.subnetIds().size() + ". Add subnets to cover at least 2 AZs.").build();
        }
        Databases.Place here = here();
        if (here.subnetGroups.containsKey(name)) {
            throw DbSubnetGroupAlreadyExistsException.builder().message("The DB subnet group '" + name + "' already exists.").build();
        }
        DBSubnetGroup group = DBSubnetGroup.builder().dbSubnetGroupName(name).subnetGroupStatus("Complete")
                .dbSubnetGroupDescription(request.dbSubnetGroupDescription()).dbSubnetGroupArn(here.arn("subgrp", name))
                .subnets(request.subnetIds().stream().map(id ->
                        Subnet.builder().subnetIdentifier(id).subnetStatus("Active").build()).toList()).build();
        here.subnetGroups.put(name, group);
        tag(group.dbSubnetGroupArn(), request.tags());
        changed(group.dbSubnetGroupArn(), Map.of("subnets", List.copyOf(request.subnetIds())));
        return CreateDbSubnetGroupResponse.builder().dbSubnetGroup(group).build();
    }

    @Override
    public DescribeDbSubnetGroupsResponse describeDBSubnetGroups(DescribeDbSubnetGroupsRequest request) {
        String name = request.dbSubnetGroupName();
        List<DBSubnetGroup> found = here().subnetGroups.values().stream()
                .filter(group -> name == null || group.dbSubnetGroupName().equalsIgnoreCase(name)).toList();
        if (name != null && found.isEmpty()) {
            throw DbSubnetGroupNotFoundException.builder().message("DB subnet group '" + name + "' does not exist.").build();
        }
        Page<DBSubnetGroup> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbSubnetGroupsResponse.builder().dbSubnetGroups(page.items()).marker(page.next()).build();
    }
}
