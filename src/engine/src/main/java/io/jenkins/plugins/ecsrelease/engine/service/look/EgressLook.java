package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/** How tasks in some subnets reach AWS (DescribeSubnets, DescribeRouteTables, DescribeVpcEndpoints). */
public record EgressLook(List<String> subnets) implements Question<Egress> {

    public EgressLook {
        subnets = List.copyOf(subnets);
    }
}
