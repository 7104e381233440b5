package io.jenkins.plugins.ecsrelease.sandbox.control.rds;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.rds.model.CreateDbProxyRequest;
import software.amazon.awssdk.services.rds.model.CreateDbProxyResponse;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.DBProxyTargetGroup;
import software.amazon.awssdk.services.rds.model.DbProxyAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbProxyNotFoundException;
import software.amazon.awssdk.services.rds.model.DbProxyTargetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DescribeDbProxiesRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxiesResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetGroupsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetGroupsResponse;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetsRequest;
import software.amazon.awssdk.services.rds.model.DescribeDbProxyTargetsResponse;
import software.amazon.awssdk.services.rds.model.RegisterDbProxyTargetsRequest;
import software.amazon.awssdk.services.rds.model.RegisterDbProxyTargetsResponse;
import software.amazon.awssdk.services.rds.model.TargetHealth;
import software.amazon.awssdk.services.rds.model.UserAuthConfig;
import software.amazon.awssdk.services.rds.model.UserAuthConfigInfo;

/** Proxies in front of databases. */
final class Proxies extends Room {

    private static final Duration CREATING = Duration.ofMinutes(3);

    Proxies(World world) {
        super(world);
    }

    @Override
    public CreateDbProxyResponse createDBProxy(CreateDbProxyRequest request) {
        String name = identifier(request.dbProxyName(), "DBProxyName", 63);
        String family = required(request.engineFamilyAsString(), "EngineFamily");
        required(request.roleArn(), "RoleArn");
        if (request.vpcSubnetIds().size() < 2) {
            throw new Refused("InvalidParameterValue", "DB proxies need at least two subnets.");
        }
        Databases.Place here = here();
        if (here.proxies.containsKey(name)) {
            throw DbProxyAlreadyExistsException.builder().message("DB Proxy already exists: " + name).build();
        }
        String arn = here.arn("db-proxy", "prx-" + Long.toHexString(name.hashCode() & 0xffffffffL));
        DBProxy proxy = DBProxy.builder().dbProxyName(name).dbProxyArn(arn).status("creating").engineFamily(family)
                .vpcSubnetIds(request.vpcSubnetIds()).vpcSecurityGroupIds(request.vpcSecurityGroupIds())
                .auth(request.auth().stream().map(Proxies::auth).toList()).roleArn(request.roleArn())
                .endpoint(name + ".proxy-c1." + here.region + ".rds.amazonaws.com")
                .requireTLS(Boolean.TRUE.equals(request.requireTLS())).debugLogging(Boolean.TRUE.equals(request.debugLogging()))
                .idleClientTimeout(request.idleClientTimeout() == null ? 1800 : request.idleClientTimeout())
                .createdDate(world.time().now()).updatedDate(world.time().now()).build();
        here.proxies.put(name, proxy);
        here.proxyTargets.put(name, new ArrayList<>());
        tag(arn, request.tags());
        changed(arn, Map.of("proxy", name));
        world.time().after(CREATING, () -> here.proxies.computeIfPresent(name, (same, was) -> was.toBuilder().status("available").build()));
        return CreateDbProxyResponse.builder().dbProxy(proxy).build();
    }

    private static UserAuthConfigInfo auth(UserAuthConfig asked) {
        return UserAuthConfigInfo.builder().authScheme(asked.authSchemeAsString()).secretArn(asked.secretArn())
                .iamAuth(asked.iamAuthAsString()).userName(asked.userName()).build();
    }

    @Override
    public RegisterDbProxyTargetsResponse registerDBProxyTargets(RegisterDbProxyTargetsRequest request) {
        DBProxy proxy = proxy(request.dbProxyName());
        group(request.targetGroupName());
        Databases.Place here = here();
        List<DBProxyTarget> added = new ArrayList<>();
        for (String id : request.dbClusterIdentifiers()) {
            DBCluster cluster = new Clusters(world).cluster(id);
            added.add(DBProxyTarget.builder().type("TRACKED_CLUSTER").rdsResourceId(cluster.dbClusterIdentifier())
                    .port(cluster.port()).build());
            cluster.dbClusterMembers().forEach(member -> added.add(target(member.dbInstanceIdentifier(), cluster.port(),
                    cluster.dbClusterIdentifier(), Boolean.TRUE.equals(member.isClusterWriter()))));
        }
        for (String id : request.dbInstanceIdentifiers()) {
            DBInstance instance = new Instances(world).instance(id);
            added.add(target(instance.dbInstanceIdentifier(), instance.endpoint().port(), null, true));
        }
        if (added.isEmpty()) {
            throw new Refused("InvalidParameterCombination", "Specify a DB cluster or a DB instance.");
        }
        here.proxyTargets.get(proxy.dbProxyName()).addAll(added);
        changed(proxy.dbProxyArn(), Map.of("targets", added.size()));
        return RegisterDbProxyTargetsResponse.builder().dbProxyTargets(added).build();
    }

    private DBProxyTarget target(String instance, Integer port, String cluster, boolean writes) {
        return DBProxyTarget.builder().type("RDS_INSTANCE").rdsResourceId(instance).trackedClusterId(cluster).port(port)
                .endpoint(here().instances.containsKey(instance) ? here().instances.get(instance).endpoint().address() : null)
                .role(writes ? "READ_WRITE" : "READ_ONLY").build();
    }

    @Override
    public DescribeDbProxiesResponse describeDBProxies(DescribeDbProxiesRequest request) {
        List<DBProxy> found = request.dbProxyName() == null
                ? List.copyOf(here().proxies.values()) : List.of(proxy(request.dbProxyName()));
        Page<DBProxy> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbProxiesResponse.builder().dbProxies(page.items()).marker(page.next()).build();
    }

    @Override
    public DescribeDbProxyTargetGroupsResponse describeDBProxyTargetGroups(DescribeDbProxyTargetGroupsRequest request) {
        DBProxy proxy = proxy(request.dbProxyName());
        group(request.targetGroupName());
        return DescribeDbProxyTargetGroupsResponse.builder().targetGroups(DBProxyTargetGroup.builder()
                .dbProxyName(proxy.dbProxyName()).targetGroupName("default").isDefault(true).status("available")
                .targetGroupArn(proxy.dbProxyArn().replace(":db-proxy:prx-", ":target-group:prx-tg-"))
                .createdDate(proxy.createdDate()).updatedDate(proxy.updatedDate()).build()).build();
    }

    /** A target is available when the proxy and the database behind it are. */
    @Override
    public DescribeDbProxyTargetsResponse describeDBProxyTargets(DescribeDbProxyTargetsRequest request) {
        DBProxy proxy = proxy(request.dbProxyName());
        group(request.targetGroupName());
        Databases.Place here = here();
        List<DBProxyTarget> found = here.proxyTargets.get(proxy.dbProxyName()).stream().map(target -> {
            if (target.typeAsString().equals("TRACKED_CLUSTER")) {
                return target;
            }
            DBInstance instance = here.instances.get(target.rdsResourceId());
            boolean up = proxy.statusAsString().equals("available") && instance != null
                    && List.of("available", "backing-up").contains(instance.dbInstanceStatus());
            return target.toBuilder().targetHealth(up
                    ? TargetHealth.builder().state("AVAILABLE").build()
                    : TargetHealth.builder().state(proxy.statusAsString().equals("available") ? "UNAVAILABLE" : "REGISTERING")
                            .reason("UNREACHABLE").description("The database is not reachable.").build()).build();
        }).toList();
        Page<DBProxyTarget> page = page(found, request.marker(), request.maxRecords());
        return DescribeDbProxyTargetsResponse.builder().targets(page.items()).marker(page.next()).build();
    }

    private DBProxy proxy(String name) {
        DBProxy proxy = here().proxies.get(plain(required(name, "DBProxyName")));
        if (proxy == null) {
            throw DbProxyNotFoundException.builder().message("DB Proxy " + name + " not found.").build();
        }
        return proxy;
    }

    private static void group(String name) {
        if (name != null && !name.equals("default")) {
            throw DbProxyTargetGroupNotFoundException.builder().message("DB Proxy Target Group " + name + " not found.").build();
        }
    }
}
