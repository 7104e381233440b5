package io.jenkins.plugins.ecsrelease.sandbox.control.ec2;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.*;

/** Networks as a preflight reads them. */
public class NetworksTest {

    private Sandbox sandbox;
    private Ec2Client ec2;

    @Before
    public void start() {
        sandbox = Sandbox.start(SandboxOptions.virtual(new VirtualTime(Instant.parse("2026-11-23T08:00:00Z"))));
        ec2 = Clients.of(sandbox).client(Ec2Client.class);
    }

    @After
    public void stop() {
        sandbox.close();
    }

    @Test
    public void aRegionBeginsWithADefaultVpcWhosePrivateSubnetsGoOutThroughANatGateway() {
        Vpc vpc = ec2.describeVpcs(d -> d.filters(f -> f.name("is-default").values("true"))).vpcs().get(0);
        List<Subnet> subnets = ec2.describeSubnets(d -> d.filters(f -> f.name("vpc-id").values(vpc.vpcId()))).subnets();
        assertEquals(4, subnets.size());
        String inner = subnets.stream().filter(subnet -> !subnet.mapPublicIpOnLaunch()).findFirst().orElseThrow().subnetId();
        RouteTable table = ec2.describeRouteTables(d -> d.filters(f -> f.name("association.subnet-id").values(inner))).routeTables().get(0);
        assertTrue(table.routes().stream().anyMatch(route -> route.natGatewayId() != null));
        assertEquals(1, ec2.describeNatGateways().natGateways().size());
        assertEquals("default", ec2.describeSecurityGroups().securityGroups().get(0).groupName());
    }

    @Test
    public void eachRegionHasItsOwn() {
        String here = ec2.describeVpcs().vpcs().get(0).vpcId();
        Ec2Client there = Clients.of(sandbox).in("us-west-2").client(Ec2Client.class);
        Ec2Exception unknown = assertThrows(Ec2Exception.class, () -> there.describeVpcs(d -> d.vpcIds(here)));
        assertEquals("InvalidVpcID.NotFound", unknown.awsErrorDetails().errorCode());
    }

    @Test
    public void endpointsAndSecurityGroupsAreFoundAgain() {
        String vpc = ec2.describeVpcs().vpcs().get(0).vpcId();
        ec2.createVpcEndpoint(c -> c.vpcId(vpc).serviceName("com.amazonaws.eu-central-1.ecr.api").vpcEndpointType("Interface"));
        assertEquals(1, ec2.describeVpcEndpoints(d -> d.filters(f -> f.name("service-name").values("*.ecr.api"))).vpcEndpoints().size());
        String group = ec2.createSecurityGroup(c -> c.groupName("web").description("web").vpcId(vpc)).groupId();
        ec2.authorizeSecurityGroupIngress(a -> a.groupId(group).ipProtocol("tcp").fromPort(8080).toPort(8080).cidrIp("10.0.0.0/8"));
        assertEquals(8080, ec2.describeSecurityGroups(d -> d.groupIds(group)).securityGroups().get(0).ipPermissions().get(0)
                .fromPort().intValue());
        Ec2Exception twice = assertThrows(Ec2Exception.class,
                () -> ec2.createSecurityGroup(c -> c.groupName("web").description("web").vpcId(vpc)));
        assertEquals("InvalidGroup.Duplicate", twice.awsErrorDetails().errorCode());
    }
}
