package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService.Waits;
import java.util.List;

/**
 * How the service deploys, as this course has it.
 *
 * @param strategy ROLLING, BLUE_GREEN, LINEAR or CANARY, of this deployment
 * @param own the service's own deploymentConfiguration as JSON, to be put back
 * @param sent the deploymentConfiguration sent with UpdateService as JSON; empty when the service's own applies
 * @param waits that the strategy brings
 * @param productionRules listener rules (ALB) or listeners (NLB) that carry production traffic
 * @param targetGroups of each load balancer the two that take turns, pair by pair; a single one where nothing takes turns
 */
public record Setup(
        String strategy, String own, String sent, Waits waits, List<String> productionRules, List<List<String>> targetGroups) {

    public Setup {
        productionRules = productionRules == null ? List.of() : List.copyOf(productionRules);
        targetGroups = targetGroups == null ? List.of() : List.copyOf(targetGroups);
    }

    /** The target groups of the version that served before, in the order of the new version's. */
    public List<String> besides(List<String> groups) {
        return groups.stream()
                .map(group -> targetGroups.stream().filter(pair -> pair.contains(group)).flatMap(List::stream)
                        .filter(other -> !other.equals(group)).findFirst().orElse(""))
                .filter(other -> !other.isEmpty())
                .toList();
    }
}
