package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;

import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.NatGateway;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;

/**
 * The networks of a world, by region and account. Each place begins with one default VPC: two private subnets whose way out is
 * a NAT gateway, and two public ones.
 */
final class VpcState {

    /** The networks of one region of one account. */
    static final class Place {
        final String region;
        final String account;
        final Map<String, Vpc> vpcs = new LinkedHashMap<>();
        final Map<String, Subnet> subnets = new LinkedHashMap<>();
        final Map<String, RouteTable> tables = new LinkedHashMap<>();
        final Map<String, InternetGateway> internetGateways = new LinkedHashMap<>();
        final Map<String, NatGateway> natGateways = new LinkedHashMap<>();
        final Map<String, VpcEndpoint> endpoints = new LinkedHashMap<>();
        final Map<String, SecurityGroup> groups = new LinkedHashMap<>();

        Place(String region, String account) {
            this.region = region;
            this.account = account;
        }
    }

    private final World world;
    private final Ids ids;
    private final Map<String, Place> places = new LinkedHashMap<>();

    VpcState(World world) {
        this.world = world;
        this.ids = world.part(Ids.class);
    }

    /** Where the present call is. */
    Place here() {
        return at(Call.current().region(), Call.current().account());
    }

    Place at(String region, String account) {
        return places.computeIfAbsent(region + " " + account, key -> begin(new Place(region, account)));
    }

    String id(String prefix) {
        return prefix + "-0" + ids.hex(16);
    }

    private Place begin(Place place) {
        Vpc vpc = vpc(place, "172.31.0.0/16", true);
        String gateway = id("igw");
        place.internetGateways.put(gateway, InternetGateway.builder().internetGatewayId(gateway).ownerId(place.account)
                .attachments(a -> a.vpcId(vpc.vpcId()).state("available")).build());
        Subnet privateA = subnet(place, vpc.vpcId(), "172.31.32.0/20", "a", false);
        Subnet privateB = subnet(place, vpc.vpcId(), "172.31.48.0/20", "b", false);
        Subnet publicA = subnet(place, vpc.vpcId(), "172.31.0.0/20", "a", true);
        subnet(place, vpc.vpcId(), "172.31.16.0/20", "b", true);
        String nat = id("nat");
        place.natGateways.put(nat, NatGateway.builder().natGatewayId(nat).vpcId(vpc.vpcId()).subnetId(publicA.subnetId())
                .state("available").connectivityType("public").createTime(world.time().now()).build());
        RouteTable main = place.tables.values().iterator().next();
        place.tables.put(main.routeTableId(), with(main, route("0.0.0.0/0", gateway, null)));
        RouteTable inner = with(table(place, vpc, false), route("0.0.0.0/0", null, nat));
        inner = associate(associate(inner, privateA.subnetId()), privateB.subnetId());
        place.tables.put(inner.routeTableId(), inner);
        return place;
    }

    Vpc vpc(Place place, String cidr, boolean isDefault) {
        Vpc vpc = Vpc.builder().vpcId(id("vpc")).cidrBlock(cidr).isDefault(isDefault).state("available").ownerId(place.account)
                .instanceTenancy("default").build();
        place.vpcs.put(vpc.vpcId(), vpc);
        table(place, vpc, true);
        group(place, vpc.vpcId(), "default", "default VPC security group");
        return vpc;
    }

    RouteTable table(Place place, Vpc vpc, boolean main) {
        String id = id("rtb");
        RouteTable.Builder table = RouteTable.builder().routeTableId(id).vpcId(vpc.vpcId()).ownerId(place.account)
                .routes(route(vpc.cidrBlock(), "local", null));
        if (main) {
            table.associations(a -> a.main(true).routeTableId(id).routeTableAssociationId(id("rtbassoc"))
                    .associationState(s -> s.state("associated")));
        }
        place.tables.put(id, table.build());
        return place.tables.get(id);
    }

    Subnet subnet(Place place, String vpc, String cidr, String zone, boolean isPublic) {
        String id = id("subnet");
        Subnet subnet = Subnet.builder().subnetId(id).vpcId(vpc).cidrBlock(cidr).ownerId(place.account).state("available")
                .availabilityZone(zone.length() == 1 ? place.region + zone : zone)
                .availableIpAddressCount(4091).mapPublicIpOnLaunch(isPublic).defaultForAz(isPublic)
                .subnetArn("arn:aws:ec2:" + place.region + ":" + place.account + ":subnet/" + id).build();
        place.subnets.put(id, subnet);
        return subnet;
    }

    SecurityGroup group(Place place, String vpc, String name, String description) {
        SecurityGroup group = SecurityGroup.builder().groupId(id("sg")).groupName(name).description(description).vpcId(vpc)
                .ownerId(place.account).ipPermissions(List.of())
                .ipPermissionsEgress(IpPermission.builder().ipProtocol("-1")
                        .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()).build())
                .build();
        place.groups.put(group.groupId(), group);
        return group;
    }

    static Route route(String destination, String gateway, String nat) {
        return Route.builder().destinationCidrBlock(destination).gatewayId(gateway).natGatewayId(nat).state("active")
                .origin("local".equals(gateway) ? "CreateRouteTable" : "CreateRoute").build();
    }

    static RouteTable with(RouteTable table, Route added) {
        List<Route> routes = new ArrayList<>(table.routes());
        routes.removeIf(route -> String.valueOf(route.destinationCidrBlock()).equals(added.destinationCidrBlock()));
        routes.add(added);
        return table.toBuilder().routes(routes).build();
    }

    RouteTable associate(RouteTable table, String subnet) {
        List<RouteTableAssociation> associations = new ArrayList<>(table.associations());
        associations.add(RouteTableAssociation.builder().main(false).routeTableId(table.routeTableId()).subnetId(subnet)
                .routeTableAssociationId(id("rtbassoc")).associationState(s -> s.state("associated")).build());
        return table.toBuilder().associations(associations).build();
    }

    /** The table that holds for a subnet: its own, else the main one of its VPC. */
    static RouteTable tableOf(Place place, Subnet subnet) {
        RouteTable main = null;
        for (RouteTable table : place.tables.values()) {
            for (RouteTableAssociation association : table.associations()) {
                if (subnet.subnetId().equals(association.subnetId())) {
                    return table;
                }
                if (Boolean.TRUE.equals(association.main()) && table.vpcId().equals(subnet.vpcId())) {
                    main = table;
                }
            }
        }
        return main;
    }

    /** What {@code all} has under {@code id}, or EC2's own error. */
    static <T> T need(Map<String, T> all, String id, String code, String what) {
        T found = id == null ? null : all.get(id);
        if (found == null) {
            throw new Refused(code, "The " + what + " ID '" + id + "' does not exist");
        }
        return found;
    }
}
