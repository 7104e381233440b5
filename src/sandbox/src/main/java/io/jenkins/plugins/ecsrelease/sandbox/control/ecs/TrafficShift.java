package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/** The listener rules of a service that is deployed with traffic control: which target group serves, and moving it. */
final class TrafficShift {

    private static final String INVALID = "Service deployment rolled back because of invalid networking configuration";

    private final Targets targets;
    private final List<LoadBalancer> balancers;

    TrafficShift(Targets targets, List<LoadBalancer> balancers) {
        this.targets = targets;
        this.balancers = balancers.stream().filter(balancer -> balancer.advancedConfiguration() != null).toList();
    }

    /** Why no deployment can be started over these rules, in the words of the developer guide; null when one can. */
    String problem() {
        for (LoadBalancer balancer : balancers) {
            AdvancedConfiguration advanced = balancer.advancedConfiguration();
            Optional<Map<String, Integer>> production = targets.weights(advanced.productionListenerRule());
            if (production.isEmpty()) {
                return INVALID + ". productionListenerRule " + advanced.productionListenerRule() + " was not found";
            }
            if (targets.mixesActions(advanced.productionListenerRule())) {
                return INVALID + ". productionListenerRule " + advanced.productionListenerRule()
                        + " has actions that do not forward to a target group";
            }
            Map<String, Integer> test = advanced.testListenerRule() == null
                    ? Map.of() : targets.weights(advanced.testListenerRule()).orElse(Map.of());
            for (String group : groups(balancer)) {
                if (!production.get().containsKey(group) && !test.containsKey(group)) {
                    return INVALID + ": Target group " + group
                            + " is not associated with either productionListenerRule or testListenerRule.";
                }
            }
            for (String group : production.get().keySet()) {
                if (!groups(balancer).contains(group)) {
                    return INVALID + ". Production listener rule is forwarding traffic to unexpected target group " + group
                            + ". Expected traffic to be forwarded to either targetGroupArn: " + balancer.targetGroupArn()
                            + " or alternateTargetGroupArn: " + advanced.alternateTargetGroupArn();
                }
            }
            long serving = production.get().values().stream().filter(weight -> weight > 0).count();
            if (serving != 1) {
                return INVALID + ". productionListenerRule " + advanced.productionListenerRule()
                        + " should have exactly one target group serving traffic but found " + serving
                        + " target groups which are serving traffic";
            }
        }
        return null;
    }

    /** The target group that serves production now, of each load balancer. */
    List<String> serving() {
        return balancers.stream().map(balancer -> {
            Map<String, Integer> weights = targets.weights(balancer.advancedConfiguration().productionListenerRule()).orElse(Map.of());
            return weights.entrySet().stream().filter(entry -> entry.getValue() > 0 && groups(balancer).contains(entry.getKey()))
                    .map(Map.Entry::getKey).findFirst().orElse(balancer.targetGroupArn());
        }).toList();
    }

    /** The other target group of each load balancer. */
    List<String> others(List<String> groups) {
        return balancers.stream().map(balancer -> groups.contains(balancer.targetGroupArn())
                ? balancer.advancedConfiguration().alternateTargetGroupArn() : balancer.targetGroupArn()).toList();
    }

    /** Sends {@code percent} of production traffic to these groups and the rest to the others. */
    void production(List<String> to, double percent) {
        for (LoadBalancer balancer : balancers) {
            shift(balancer, balancer.advancedConfiguration().productionListenerRule(), to, percent);
        }
    }

    /** Sends all test traffic to these groups, where there is a test rule. */
    void test(List<String> to) {
        for (LoadBalancer balancer : balancers) {
            if (balancer.advancedConfiguration().testListenerRule() != null) {
                shift(balancer, balancer.advancedConfiguration().testListenerRule(), to, 100);
            }
        }
    }

    private void shift(LoadBalancer balancer, String rule, List<String> to, double percent) {
        if (targets.weights(rule).isEmpty()) {
            return;
        }
        // Weights are whole numbers up to 999: tenths of a percent need the finer scale, which has no room for 1000.
        int scale = percent == Math.rint(percent) ? 100 : 1000;
        int share = (int) Math.round(percent * scale / 100);
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (String group : groups(balancer)) {
            weights.put(group, to.contains(group) ? share : scale - share);
        }
        targets.weights(rule, weights);
    }

    private static List<String> groups(LoadBalancer balancer) {
        return List.of(balancer.targetGroupArn(), balancer.advancedConfiguration().alternateTargetGroupArn());
    }
}
