package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.Ids;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Backend;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Connections;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Network;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Ports;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Proxy;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Routing;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Everything Elastic Load Balancing knows, by ARN. */
final class ElbState {

    /** A load balancer and what all its listeners together answered. */
    static final class BalancerRecord {
        final Backend counts;
        final Map<String, String> attributes = new TreeMap<>();
        LoadBalancer balancer;

        BalancerRecord(LoadBalancer balancer, Backend counts) {
            this.balancer = balancer;
            this.counts = counts;
            attributes.put("idle_timeout.timeout_seconds", "60");
            attributes.put("deletion_protection.enabled", "false");
            attributes.put("routing.http2.enabled", "true");
        }
    }

    /** A listener, its rules by ARN (the default one included), and the port that it really has. */
    static final class ListenerRecord {
        final Map<String, Rule> rules = new LinkedHashMap<>();
        Listener listener;
        Proxy proxy;
        Ports.Port port;
    }

    final World world;
    final Ids ids;
    final Map<String, BalancerRecord> balancers = new LinkedHashMap<>();
    final Map<String, ListenerRecord> listeners = new LinkedHashMap<>();
    final Map<String, GroupRecord> groups = new LinkedHashMap<>();
    final Map<String, Map<String, String>> tags = new LinkedHashMap<>();

    ElbState(World world) {
        this.world = world;
        this.ids = world.part(Ids.class);
    }

    void tag(String arn, List<Tag> added) {
        Map<String, String> of = tags.computeIfAbsent(arn, a -> new TreeMap<>());
        added.forEach(tag -> of.put(tag.key(), tag.value()));
    }

    Network network() {
        return world.part(Network.class);
    }

    void listen(ListenerRecord record) {
        BalancerRecord balancer = balancers.get(record.listener.loadBalancerArn());
        double speed = world.time().speed() > 0 ? world.time().speed() : 1000;
        int timeout = (int) Math.max(1000, Integer.parseInt(balancer.attributes.get("idle_timeout.timeout_seconds")) * 1000 / speed);
        record.proxy = new Proxy(
                world.part(Connections.class), record.listener.port(), timeout, balancer.counts, routing(record));
        record.port = world.part(Ports.class).port(record.proxy);
    }

    void reroute(ListenerRecord record) {
        record.proxy.routing(routing(record));
    }

    /** Puts a changed rule in its place; the next request follows it. A default rule is the listener's default actions. */
    void replace(ListenerRecord record, Rule rule) {
        record.rules.put(rule.ruleArn(), rule);
        if (rule.isDefault()) {
            record.listener = record.listener.toBuilder().defaultActions(rule.actions()).build();
        }
        reroute(record);
    }

    private Routing routing(ListenerRecord record) {
        List<Rule> rules = new ArrayList<>(record.rules.values());
        rules.sort(Comparator.comparingInt(rule -> rule.isDefault() ? Integer.MAX_VALUE : Integer.parseInt(rule.priority())));
        return new Routing(rules.stream()
                .map(rule -> new Routing.Route(Conditions.of(rule.conditions()), deed(rule.actions())))
                .toList());
    }

    private Routing.Deed deed(List<Action> actions) {
        Action last = actions.get(actions.size() - 1);
        if (last.fixedResponseConfig() != null || last.redirectConfig() != null) {
            return new Routing.Reply(Replies.of(last));
        }
        return new Routing.Forward(weights(actions).entrySet().stream()
                .map(entry -> new Routing.Forward.Share(groups.get(entry.getKey()).backend, entry.getValue()))
                .toList());
    }

    /** The target groups that actions forward to, with their weights; a single group's weight is 1. */
    static Map<String, Integer> weights(List<Action> actions) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (Action action : actions) {
            if (action.forwardConfig() != null && action.forwardConfig().hasTargetGroups()) {
                for (TargetGroupTuple tuple : action.forwardConfig().targetGroups()) {
                    weights.put(tuple.targetGroupArn(), tuple.weight() == null ? 1 : tuple.weight());
                }
            } else if (action.targetGroupArn() != null) {
                weights.put(action.targetGroupArn(), 1);
            }
        }
        return weights;
    }

    /** The listener that a rule belongs to; null when there is no such rule. */
    ListenerRecord listenerOf(String ruleArn) {
        return listeners.values().stream().filter(record -> record.rules.containsKey(ruleArn)).findFirst().orElse(null);
    }

    /** The load balancers whose rules forward to a target group, whatever the weight. */
    Set<String> balancersOf(String groupArn) {
        Set<String> using = new LinkedHashSet<>();
        for (ListenerRecord record : listeners.values()) {
            for (Rule rule : record.rules.values()) {
                if (weights(rule.actions()).containsKey(groupArn)) {
                    using.add(record.listener.loadBalancerArn());
                }
            }
        }
        return using;
    }

}
