package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.ec2.Reach;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.ElbState.BalancerRecord;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Backend;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.*;

/** Load balancers. */
final class LoadBalancers {

    private final ElbState state;

    private final World world;

    LoadBalancers(World world) {
        this.world = world;
        state = world.part(ElbState.class);
    }

    LoadBalancer create(CreateLoadBalancerRequest request) {
        if (request.name() == null || !request.name().matches("[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?")) {
            throw ElbRefusals.invalid("Load balancer name '" + request.name() + "' must be between 1 and 32 characters");
        }
        String type = request.typeAsString() == null ? "application" : request.typeAsString();
        List<String> subnets = request.hasSubnets() ? request.subnets()
                : request.subnetMappings().stream().map(SubnetMapping::subnetId).toList();
        if (subnets.isEmpty() || type.equals("application") && subnets.size() < 2) {
            throw ElbRefusals.invalid("At least two subnets in two different Availability Zones must be specified");
        }
        for (BalancerRecord other : here()) {
            if (other.balancer.loadBalancerName().equals(request.name())) {
                if (other.balancer.typeAsString().equals(type)) {
                    return other.balancer;
                }
                throw DuplicateLoadBalancerNameException.builder().message(
                        "A load balancer with the same name '" + request.name() + "' exists, but with different settings").build();
            }
        }
        String kind = type.equals("network") ? "net" : "app";
        String id = state.ids.hex(16);
        String arn = Arns.of("elasticloadbalancing", "loadbalancer/" + kind + "/" + request.name() + "/" + id);
        String region = Arns.region(arn);
        List<AvailabilityZone> zones = new ArrayList<>();
        for (int i = 0; i < subnets.size(); i++) {
            zones.add(AvailabilityZone.builder().subnetId(subnets.get(i)).zoneName(region + (char) ('a' + i)).build());
        }
        LoadBalancer balancer = LoadBalancer.builder()
                .loadBalancerArn(arn)
                .loadBalancerName(request.name())
                .dnsName(request.name() + "-" + id.substring(0, 10) + "." + region + ".elb.localhost")
                .canonicalHostedZoneId("Z35SXDOTRQ7X7K")
                .createdTime(state.world.time().now())
                .scheme(request.schemeAsString() == null ? "internet-facing" : request.schemeAsString())
                .vpcId(world.part(Reach.class).vpcOf(region, Arns.account(arn), subnets.get(0)).orElse(null))
                .state(s -> s.code(LoadBalancerStateEnum.ACTIVE))
                .type(type)
                .availabilityZones(zones)
                .securityGroups(request.hasSecurityGroups() ? request.securityGroups() : null)
                .ipAddressType("ipv4")
                .build();
        world.part(TrafficMetrics.class).begin();
        state.balancers.put(arn, new BalancerRecord(balancer, new Backend(state.world.time())));
        state.tag(arn, request.tags());
        state.world.ledger().add(arn, Map.of());
        return balancer;
    }

    List<LoadBalancer> describe(DescribeLoadBalancersRequest request) {
        if (request.hasLoadBalancerArns()) {
            return request.loadBalancerArns().stream().map(arn -> balancer(arn).balancer).toList();
        }
        if (request.hasNames()) {
            return request.names().stream().map(name -> here().stream().map(record -> record.balancer)
                    .filter(balancer -> balancer.loadBalancerName().equals(name)).findFirst()
                    .orElseThrow(() -> ElbRefusals.noBalancer(name))).toList();
        }
        return here().stream().map(record -> record.balancer).toList();
    }

    void delete(String arn, Listeners listeners) {
        if (!state.balancers.containsKey(arn)) {
            return;
        }
        for (Listener listener : listeners.describe(DescribeListenersRequest.builder().loadBalancerArn(arn).build())) {
            listeners.delete(listener.listenerArn());
        }
        state.balancers.remove(arn);
        state.world.ledger().add(arn, Map.of());
    }

    BalancerRecord balancer(String arn) {
        BalancerRecord record = state.balancers.get(arn);
        if (record == null || !here().contains(record)) {
            throw ElbRefusals.noBalancer(arn);
        }
        return record;
    }

    private List<BalancerRecord> here() {
        String prefix = Arns.of("elasticloadbalancing", "loadbalancer/");
        return state.balancers.values().stream().filter(record -> record.balancer.loadBalancerArn().startsWith(prefix)).toList();
    }
}
