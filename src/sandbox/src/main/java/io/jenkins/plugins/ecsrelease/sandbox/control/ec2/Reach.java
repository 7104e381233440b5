package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;

import io.jenkins.plugins.ecsrelease.sandbox.control.ec2.VpcState.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Whether tasks in a subnet can reach an AWS service. */
public final class Reach {

    private final VpcState state;

    Reach(World world) {
        state = world.part(VpcState.class);
    }

    /**
     * Through a NAT gateway, through the Internet gateway with a public address, or through an endpoint of the VPC. A subnet that
     * this sandbox does not know is taken to reach everything.
     *
     * @param service as in endpoint names, such as "ecr.api" or "logs"
     */
    public boolean reaches(String region, String account, String subnetId, boolean publicAddress, String service) {
        Place place = state.at(region, account);
        Subnet subnet = subnetId == null ? null : place.subnets.get(subnetId);
        if (subnet == null) {
            return true;
        }
        RouteTable table = VpcState.tableOf(place, subnet);
        boolean out = table.routes().stream().filter(route -> "0.0.0.0/0".equals(route.destinationCidrBlock())).anyMatch(route ->
                route.natGatewayId() != null || publicAddress && route.gatewayId() != null && route.gatewayId().startsWith("igw-"));
        return out || place.endpoints.values().stream().anyMatch(endpoint -> endpoint.vpcId().equals(subnet.vpcId())
                && endpoint.serviceName().endsWith("." + region + "." + service));
    }

    /** The VPC of a subnet; empty for a subnet that this sandbox does not know. */
    public Optional<String> vpcOf(String region, String account, String subnetId) {
        return Optional.ofNullable(state.at(region, account).subnets.get(subnetId)).map(Subnet::vpcId);
    }
}
