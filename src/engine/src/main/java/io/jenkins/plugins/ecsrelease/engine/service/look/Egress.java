package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The ways out of some subnets.
 *
 * @param routes subnet to its default route: "internet" through an internet gateway, which only public addresses can use;
 *     "out" through a NAT gateway or anything else; "none"
 * @param endpoints services with a VPC endpoint, such as "ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager"
 */
public record Egress(Map<String, String> routes, Set<String> endpoints) {

    /** Whether the subnet's default route leads out only with a public address. */
    public boolean wantsPublicAddress(String subnet) {
        return "internet".equals(routes.get(subnet));
    }

    /**
     * The subnets, in alphabetical order, that tasks cannot leave.
     *
     * @param publicAddress whether the tasks get one
     */
    public List<String> closed(boolean publicAddress) {
        return routes.keySet().stream()
                .filter(subnet -> routes.get(subnet).equals("none") || wantsPublicAddress(subnet) && !publicAddress)
                .sorted()
                .toList();
    }
}
