package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** DescribeSubnets, DescribeRouteTables and DescribeVpcEndpoints of the subnets' networks. */
public final class EgressLoader implements Loader<EgressLook, Egress> {

    @Override
    public Class<EgressLook> question() {
        return EgressLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<EgressLook, Answer<Egress>> load(Tools tools, Set<EgressLook> questions) {
        Map<EgressLook, Answer<Egress>> answers = new HashMap<>();
        for (EgressLook look : questions) {
            answers.put(look, Answer.known(egress(tools.client(Ec2Client.class), look.subnets())));
        }
        return answers;
    }

    private static Egress egress(Ec2Client ec2, List<String> ids) {
        List<Subnet> subnets = ec2.describeSubnets(request -> request.subnetIds(ids)).subnets();
        Filter networks = Filter.builder().name("vpc-id")
                .values(subnets.stream().map(Subnet::vpcId).distinct().toList()).build();
        List<RouteTable> tables = ec2.describeRouteTables(request -> request.filters(networks)).routeTables();
        Map<String, String> routes = new TreeMap<>();
        subnets.forEach(subnet -> routes.put(subnet.subnetId(), way(subnet, tables)));
        Set<String> endpoints = new TreeSet<>();
        ec2.describeVpcEndpoints(request -> request.filters(networks)).vpcEndpoints().stream()
                .filter(endpoint -> "available".equalsIgnoreCase(endpoint.stateAsString()))
                .forEach(endpoint -> endpoints.add(endpoint.serviceName().replaceFirst("^com\\.amazonaws\\.[^.]+\\.", "")));
        return new Egress(routes, endpoints);
    }

    /** A subnet without a table of its own follows the main one of its network. */
    private static String way(Subnet subnet, List<RouteTable> tables) {
        RouteTable table = tables.stream()
                .filter(one -> one.associations().stream().anyMatch(a -> subnet.subnetId().equals(a.subnetId())))
                .findFirst()
                .or(() -> tables.stream()
                        .filter(one -> subnet.vpcId().equals(one.vpcId()))
                        .filter(one -> one.associations().stream().anyMatch(a -> Boolean.TRUE.equals(a.main())))
                        .findFirst())
                .orElse(null);
        if (table == null) {
            return "none";
        }
        return table.routes().stream()
                .filter(route -> "0.0.0.0/0".equals(route.destinationCidrBlock()) && !"blackhole".equals(route.stateAsString()))
                .map(EgressLoader::gateway)
                .findFirst().orElse("none");
    }

    private static String gateway(Route route) {
        return route.gatewayId() != null && route.gatewayId().startsWith("igw-") ? "internet" : "out";
    }
}
