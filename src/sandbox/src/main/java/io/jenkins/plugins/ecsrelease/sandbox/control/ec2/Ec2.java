package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;

import io.jenkins.plugins.ecsrelease.sandbox.control.ec2.VpcState.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.*;

/** The operations of Amazon EC2 that the sandbox knows: those about networks. Answers are never paged. */
final class Ec2 implements Ec2Client {

    private final World world;
    private final VpcState state;

    Ec2(World world) {
        this.world = world;
        state = world.part(VpcState.class);
    }

    @Override
    public String serviceName() {
        return "ec2";
    }

    @Override
    public void close() {
        // The state belongs to the world.
    }

    private static <T> Collection<T> asked(Map<String, T> all, List<String> ids, String code, String what) {
        if (ids.isEmpty()) {
            return all.values();
        }
        List<T> found = new ArrayList<>();
        ids.forEach(id -> found.add(VpcState.need(all, id, code, what)));
        return found;
    }

    private static List<Tag> tags(List<TagSpecification> specifications) {
        return specifications.stream().flatMap(one -> one.tags().stream()).toList();
    }

    private static List<String> text(Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }

    private void changed(String id) {
        world.ledger().add(id, Map.of());
    }

    @Override
    public DescribeVpcsResponse describeVpcs(DescribeVpcsRequest request) {
        Map<String, Function<Vpc, List<String>>> fields = Map.of(
                "vpc-id", vpc -> text(vpc.vpcId()), "cidr", vpc -> text(vpc.cidrBlock()), "is-default", vpc -> text(vpc.isDefault()),
                "isDefault", vpc -> text(vpc.isDefault()), "state", vpc -> text(vpc.stateAsString()));
        return DescribeVpcsResponse.builder().vpcs(new Filters<>(fields, Vpc::tags).of(
                asked(state.here().vpcs, request.vpcIds(), "InvalidVpcID.NotFound", "vpc"), request.filters())).build();
    }

    @Override
    public CreateVpcResponse createVpc(CreateVpcRequest request) {
        if (request.cidrBlock() == null) {
            throw new Refused("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
        }
        Vpc vpc = state.vpc(state.here(), request.cidrBlock(), false).toBuilder().tags(tags(request.tagSpecifications())).build();
        state.here().vpcs.put(vpc.vpcId(), vpc);
        changed(vpc.vpcId());
        return CreateVpcResponse.builder().vpc(vpc).build();
    }

    @Override
    public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest request) {
        Map<String, Function<Subnet, List<String>>> fields = Map.of(
                "vpc-id", subnet -> text(subnet.vpcId()), "subnet-id", subnet -> text(subnet.subnetId()),
                "availability-zone", subnet -> text(subnet.availabilityZone()), "cidr-block", subnet -> text(subnet.cidrBlock()),
                "default-for-az", subnet -> text(subnet.defaultForAz()), "state", subnet -> text(subnet.stateAsString()),
                "map-public-ip-on-launch", subnet -> text(subnet.mapPublicIpOnLaunch()));
        return DescribeSubnetsResponse.builder().subnets(new Filters<>(fields, Subnet::tags).of(
                asked(state.here().subnets, request.subnetIds(), "InvalidSubnetID.NotFound", "subnet"), request.filters())).build();
    }

    @Override
    public CreateSubnetResponse createSubnet(CreateSubnetRequest request) {
        Place here = state.here();
        VpcState.need(here.vpcs, request.vpcId(), "InvalidVpcID.NotFound", "vpc");
        Subnet subnet = state.subnet(here, request.vpcId(), request.cidrBlock(),
                request.availabilityZone() == null ? "a" : request.availabilityZone(), false)
                .toBuilder().tags(tags(request.tagSpecifications())).build();
        here.subnets.put(subnet.subnetId(), subnet);
        changed(subnet.subnetId());
        return CreateSubnetResponse.builder().subnet(subnet).build();
    }

    @Override
    public DescribeRouteTablesResponse describeRouteTables(DescribeRouteTablesRequest request) {
        Map<String, Function<RouteTable, List<String>>> fields = Map.of(
                "vpc-id", table -> text(table.vpcId()),
                "route-table-id", table -> text(table.routeTableId()),
                "association.subnet-id", table -> table.associations().stream().map(RouteTableAssociation::subnetId)
                        .filter(Objects::nonNull).toList(),
                "association.main", table -> table.associations().stream().map(one -> String.valueOf(one.main())).toList(),
                "route.nat-gateway-id", table -> table.routes().stream().map(Route::natGatewayId).filter(Objects::nonNull).toList(),
                "route.gateway-id", table -> table.routes().stream().map(Route::gatewayId).filter(Objects::nonNull).toList());
        return DescribeRouteTablesResponse.builder().routeTables(new Filters<>(fields, RouteTable::tags).of(
                asked(state.here().tables, request.routeTableIds(), "InvalidRouteTableID.NotFound", "routeTable"), request.filters()))
                .build();
    }

    @Override
    public CreateRouteTableResponse createRouteTable(CreateRouteTableRequest request) {
        Place here = state.here();
        Vpc vpc = VpcState.need(here.vpcs, request.vpcId(), "InvalidVpcID.NotFound", "vpc");
        RouteTable table = state.table(here, vpc, false).toBuilder().tags(tags(request.tagSpecifications())).build();
        here.tables.put(table.routeTableId(), table);
        changed(table.routeTableId());
        return CreateRouteTableResponse.builder().routeTable(table).build();
    }

    @Override
    public AssociateRouteTableResponse associateRouteTable(AssociateRouteTableRequest request) {
        Place here = state.here();
        RouteTable table = VpcState.need(here.tables, request.routeTableId(), "InvalidRouteTableID.NotFound", "routeTable");
        VpcState.need(here.subnets, request.subnetId(), "InvalidSubnetID.NotFound", "subnet");
        boolean taken = here.tables.values().stream().flatMap(one -> one.associations().stream())
                .anyMatch(one -> request.subnetId().equals(one.subnetId()));
        if (taken) {
            throw new Refused("Resource.AlreadyAssociated",
                    "the specified association for route table " + request.routeTableId() + " conflicts with an existing association");
        }
        RouteTable after = state.associate(table, request.subnetId());
        here.tables.put(after.routeTableId(), after);
        changed(after.routeTableId());
        return AssociateRouteTableResponse.builder()
                .associationId(after.associations().get(after.associations().size() - 1).routeTableAssociationId()).build();
    }

    @Override
    public CreateRouteResponse createRoute(CreateRouteRequest request) {
        Place here = state.here();
        RouteTable table = VpcState.need(here.tables, request.routeTableId(), "InvalidRouteTableID.NotFound", "routeTable");
        if (request.natGatewayId() != null) {
            VpcState.need(here.natGateways, request.natGatewayId(), "InvalidNatGatewayID.NotFound", "natGateway");
        } else {
            VpcState.need(here.internetGateways, request.gatewayId(), "InvalidGatewayID.NotFound", "gateway");
        }
        RouteTable after = VpcState.with(table,
                VpcState.route(request.destinationCidrBlock(), request.gatewayId(), request.natGatewayId()));
        here.tables.put(after.routeTableId(), after);
        changed(after.routeTableId());
        return CreateRouteResponse.builder().returnValue(true).build();
    }

    @Override
    public DeleteRouteResponse deleteRoute(DeleteRouteRequest request) {
        Place here = state.here();
        RouteTable table = VpcState.need(here.tables, request.routeTableId(), "InvalidRouteTableID.NotFound", "routeTable");
        List<Route> left = table.routes().stream()
                .filter(route -> !route.destinationCidrBlock().equals(request.destinationCidrBlock())).toList();
        if (left.size() == table.routes().size()) {
            throw new Refused("InvalidRoute.NotFound", "no route with destination-cidr-block " + request.destinationCidrBlock()
                    + " in route table " + request.routeTableId());
        }
        here.tables.put(table.routeTableId(), table.toBuilder().routes(left).build());
        changed(table.routeTableId());
        return DeleteRouteResponse.builder().build();
    }

    @Override
    public DescribeInternetGatewaysResponse describeInternetGateways(DescribeInternetGatewaysRequest request) {
        Map<String, Function<InternetGateway, List<String>>> fields = Map.of(
                "internet-gateway-id", gateway -> text(gateway.internetGatewayId()),
                "attachment.vpc-id", gateway -> gateway.attachments().stream().map(InternetGatewayAttachment::vpcId).toList());
        return DescribeInternetGatewaysResponse.builder().internetGateways(new Filters<>(fields, InternetGateway::tags).of(
                asked(state.here().internetGateways, request.internetGatewayIds(), "InvalidInternetGatewayID.NotFound",
                        "internetGateway"), request.filters())).build();
    }

    @Override
    public CreateInternetGatewayResponse createInternetGateway(CreateInternetGatewayRequest request) {
        InternetGateway gateway = InternetGateway.builder().internetGatewayId(state.id("igw")).ownerId(state.here().account)
                .tags(tags(request.tagSpecifications())).build();
        state.here().internetGateways.put(gateway.internetGatewayId(), gateway);
        changed(gateway.internetGatewayId());
        return CreateInternetGatewayResponse.builder().internetGateway(gateway).build();
    }

    @Override
    public AttachInternetGatewayResponse attachInternetGateway(AttachInternetGatewayRequest request) {
        Place here = state.here();
        InternetGateway gateway = VpcState.need(
                here.internetGateways, request.internetGatewayId(), "InvalidInternetGatewayID.NotFound", "internetGateway");
        VpcState.need(here.vpcs, request.vpcId(), "InvalidVpcID.NotFound", "vpc");
        here.internetGateways.put(gateway.internetGatewayId(),
                gateway.toBuilder().attachments(a -> a.vpcId(request.vpcId()).state("available")).build());
        changed(gateway.internetGatewayId());
        return AttachInternetGatewayResponse.builder().build();
    }

    @Override
    public DescribeNatGatewaysResponse describeNatGateways(DescribeNatGatewaysRequest request) {
        Map<String, Function<NatGateway, List<String>>> fields = Map.of(
                "nat-gateway-id", gateway -> text(gateway.natGatewayId()), "vpc-id", gateway -> text(gateway.vpcId()),
                "subnet-id", gateway -> text(gateway.subnetId()), "state", gateway -> text(gateway.stateAsString()));
        return DescribeNatGatewaysResponse.builder().natGateways(new Filters<>(fields, NatGateway::tags).of(
                asked(state.here().natGateways, request.natGatewayIds(), "NatGatewayNotFound", "natGateway"), request.filter()))
                .build();
    }

    @Override
    public CreateNatGatewayResponse createNatGateway(CreateNatGatewayRequest request) {
        Place here = state.here();
        Subnet subnet = VpcState.need(here.subnets, request.subnetId(), "InvalidSubnetID.NotFound", "subnet");
        NatGateway gateway = NatGateway.builder().natGatewayId(state.id("nat")).subnetId(subnet.subnetId()).vpcId(subnet.vpcId())
                .state("available").createTime(world.time().now()).tags(tags(request.tagSpecifications()))
                .connectivityType(request.connectivityTypeAsString() == null ? "public" : request.connectivityTypeAsString()).build();
        here.natGateways.put(gateway.natGatewayId(), gateway);
        changed(gateway.natGatewayId());
        return CreateNatGatewayResponse.builder().natGateway(gateway).build();
    }

    @Override
    public DescribeVpcEndpointsResponse describeVpcEndpoints(DescribeVpcEndpointsRequest request) {
        Map<String, Function<VpcEndpoint, List<String>>> fields = Map.of(
                "vpc-id", endpoint -> text(endpoint.vpcId()), "service-name", endpoint -> text(endpoint.serviceName()),
                "vpc-endpoint-id", endpoint -> text(endpoint.vpcEndpointId()),
                "vpc-endpoint-type", endpoint -> text(endpoint.vpcEndpointTypeAsString()),
                "vpc-endpoint-state", endpoint -> text(endpoint.stateAsString()));
        return DescribeVpcEndpointsResponse.builder().vpcEndpoints(new Filters<>(fields, VpcEndpoint::tags).of(
                asked(state.here().endpoints, request.vpcEndpointIds(), "InvalidVpcEndpointId.NotFound", "vpcEndpoint"),
                request.filters())).build();
    }

    @Override
    public CreateVpcEndpointResponse createVpcEndpoint(CreateVpcEndpointRequest request) {
        Place here = state.here();
        VpcState.need(here.vpcs, request.vpcId(), "InvalidVpcID.NotFound", "vpc");
        String type = request.vpcEndpointTypeAsString() == null ? "Gateway" : request.vpcEndpointTypeAsString();
        VpcEndpoint endpoint = VpcEndpoint.builder().vpcEndpointId(state.id("vpce")).vpcEndpointType(type).vpcId(request.vpcId())
                .serviceName(request.serviceName()).state("available").routeTableIds(request.routeTableIds())
                .subnetIds(request.subnetIds()).privateDnsEnabled(Boolean.TRUE.equals(request.privateDnsEnabled()))
                .groups(request.securityGroupIds().stream().map(id -> SecurityGroupIdentifier.builder().groupId(id).build()).toList())
                .creationTimestamp(world.time().now()).ownerId(here.account).tags(tags(request.tagSpecifications())).build();
        here.endpoints.put(endpoint.vpcEndpointId(), endpoint);
        changed(endpoint.vpcEndpointId());
        return CreateVpcEndpointResponse.builder().vpcEndpoint(endpoint).build();
    }

    @Override
    public DeleteVpcEndpointsResponse deleteVpcEndpoints(DeleteVpcEndpointsRequest request) {
        request.vpcEndpointIds().forEach(id -> {
            VpcState.need(state.here().endpoints, id, "InvalidVpcEndpointId.NotFound", "vpcEndpoint");
            state.here().endpoints.remove(id);
            changed(id);
        });
        return DeleteVpcEndpointsResponse.builder().build();
    }

    @Override
    public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest request) {
        Map<String, Function<SecurityGroup, List<String>>> fields = Map.of(
                "group-id", group -> text(group.groupId()), "group-name", group -> text(group.groupName()),
                "vpc-id", group -> text(group.vpcId()), "description", group -> text(group.description()));
        List<SecurityGroup> found = new Filters<>(fields, SecurityGroup::tags).of(
                asked(state.here().groups, request.groupIds(), "InvalidGroup.NotFound", "security group"), request.filters());
        return DescribeSecurityGroupsResponse.builder().securityGroups(found.stream()
                .filter(group -> request.groupNames().isEmpty() || request.groupNames().contains(group.groupName())).toList()).build();
    }

    @Override
    public CreateSecurityGroupResponse createSecurityGroup(CreateSecurityGroupRequest request) {
        Place here = state.here();
        if (request.groupName() == null || request.description() == null) {
            throw new Refused("MissingParameter", "The request must contain the parameter "
                    + (request.groupName() == null ? "GroupName" : "GroupDescription"));
        }
        String vpc = request.vpcId() != null ? request.vpcId() : here.vpcs.values().stream().filter(Vpc::isDefault).findFirst()
                .orElseThrow(() -> new Refused("VPCIdNotSpecified", "No default VPC for this user")).vpcId();
        VpcState.need(here.vpcs, vpc, "InvalidVpcID.NotFound", "vpc");
        if (here.groups.values().stream().anyMatch(group -> group.vpcId().equals(vpc) && group.groupName().equals(request.groupName()))) {
            throw new Refused("InvalidGroup.Duplicate",
                    "The security group '" + request.groupName() + "' already exists for VPC '" + vpc + "'");
        }
        SecurityGroup group = state.group(here, vpc, request.groupName(), request.description())
                .toBuilder().tags(tags(request.tagSpecifications())).build();
        here.groups.put(group.groupId(), group);
        changed(group.groupId());
        return CreateSecurityGroupResponse.builder().groupId(group.groupId()).tags(group.tags()).build();
    }

    @Override
    public DeleteSecurityGroupResponse deleteSecurityGroup(DeleteSecurityGroupRequest request) {
        VpcState.need(state.here().groups, request.groupId(), "InvalidGroup.NotFound", "security group");
        state.here().groups.remove(request.groupId());
        changed(request.groupId());
        return DeleteSecurityGroupResponse.builder().groupId(request.groupId()).build();
    }

    @Override
    public AuthorizeSecurityGroupIngressResponse authorizeSecurityGroupIngress(AuthorizeSecurityGroupIngressRequest request) {
        SecurityGroup group = VpcState.need(state.here().groups, request.groupId(), "InvalidGroup.NotFound", "security group");
        List<IpPermission> added = request.hasIpPermissions() ? request.ipPermissions()
                : List.of(permission(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp()));
        state.here().groups.put(group.groupId(), group.toBuilder().ipPermissions(joined(group.ipPermissions(), added)).build());
        changed(group.groupId());
        return AuthorizeSecurityGroupIngressResponse.builder().returnValue(true).build();
    }

    @Override
    public AuthorizeSecurityGroupEgressResponse authorizeSecurityGroupEgress(AuthorizeSecurityGroupEgressRequest request) {
        SecurityGroup group = VpcState.need(state.here().groups, request.groupId(), "InvalidGroup.NotFound", "security group");
        state.here().groups.put(group.groupId(), group.toBuilder()
                .ipPermissionsEgress(joined(group.ipPermissionsEgress(), request.ipPermissions())).build());
        changed(group.groupId());
        return AuthorizeSecurityGroupEgressResponse.builder().returnValue(true).build();
    }

    @Override
    public RevokeSecurityGroupEgressResponse revokeSecurityGroupEgress(RevokeSecurityGroupEgressRequest request) {
        SecurityGroup group = VpcState.need(state.here().groups, request.groupId(), "InvalidGroup.NotFound", "security group");
        List<IpPermission> left = new ArrayList<>(group.ipPermissionsEgress());
        left.removeAll(request.ipPermissions());
        state.here().groups.put(group.groupId(), group.toBuilder().ipPermissionsEgress(left).build());
        changed(group.groupId());
        return RevokeSecurityGroupEgressResponse.builder().returnValue(true).build();
    }

    private static IpPermission permission(String protocol, Integer from, Integer to, String cidr) {
        return IpPermission.builder().ipProtocol(protocol).fromPort(from).toPort(to)
                .ipRanges(IpRange.builder().cidrIp(cidr).build()).build();
    }

    private static List<IpPermission> joined(List<IpPermission> before, List<IpPermission> added) {
        List<IpPermission> joined = new ArrayList<>(before);
        for (IpPermission permission : added) {
            if (before.contains(permission)) {
                throw new Refused("InvalidPermission.Duplicate", "the specified rule already exists");
            }
            joined.add(permission);
        }
        return joined;
    }
}
