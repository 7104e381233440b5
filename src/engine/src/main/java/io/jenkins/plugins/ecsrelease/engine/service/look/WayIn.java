package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.List;
import java.util.Map;

/**
 * How requests come to a target group.
 *
 * @param rules of every listener of its load balancers, those too that lead elsewhere
 * @param kin other target groups of its network that take the same kind of targets by the same protocol
 */
public record WayIn(Group group, List<Crossing> rules, List<Group> kin) {

    public WayIn {
        rules = List.copyOf(rules);
        kin = List.copyOf(kin);
    }

    /** @param healthPath empty where it is checked by a connection alone */
    public record Group(
            String arn, String name, String protocol, int port, String vpc, String targetType, String healthPath, List<String> balancers) {}

    /**
     * A rule of an Application Load Balancer's listener, or a listener of a Network Load Balancer.
     *
     * @param arn of the rule, or of the listener of a Network Load Balancer
     * @param priority 0 for what the listener does when no rule matches
     * @param conditions as JSON that the command line takes
     * @param weights of the target groups it forwards to
     */
    public record Crossing(
            String arn, String listener, int port, boolean network, int priority, String conditions, Map<String, Integer> weights) {

        public boolean leadsTo(String group) {
            return weights.containsKey(group);
        }
    }
}
