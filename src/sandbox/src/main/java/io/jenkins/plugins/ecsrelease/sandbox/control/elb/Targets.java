package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.elb.ElbState.ListenerRecord;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Backend;
import io.jenkins.plugins.ecsrelease.sandbox.traffic.Network;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

/** What ECS does with load balancers: registers and deregisters its tasks, asks for their health, moves weights. */
public final class Targets {

    /** A target without requests under way is gone after this long, however long its group would let it drain. */
    private static final Duration SHORTEST_DRAIN = Duration.ofSeconds(5);

    private final ElbState state;
    private final TargetHealthChecks checks;

    Targets(World world) {
        state = world.part(ElbState.class);
        checks = new TargetHealthChecks(state);
    }

    public boolean isGroup(String groupArn) {
        return state.groups.containsKey(groupArn);
    }

    public void register(String groupArn, String ip, int port) {
        GroupRecord group = state.groups.get(groupArn);
        String key = TargetHealthChecks.key(ip, port);
        TargetRecord known = group == null ? null : group.targets.get(key);
        if (group == null || known != null && !known.isDraining()) {
            return;
        }
        Backend.Target backend = new Backend.Target(state.network().at(ip, port).map(Network.Destination::port).orElse(null));
        TargetRecord target = new TargetRecord(ip, port, backend, state.world.time().now());
        group.targets.put(key, target);
        group.reroute();
        checks.begin(group, target);
    }

    /** Lets the target finish its requests, then runs {@code gone}. */
    public void deregister(String groupArn, String ip, int port, Runnable gone) {
        GroupRecord group = state.groups.get(groupArn);
        TargetRecord target = group == null ? null : group.targets.get(TargetHealthChecks.key(ip, port));
        if (target == null) {
            gone.run();
            return;
        }
        if (!target.isDraining()) {
            target.is(TargetHealthStateEnum.DRAINING, TargetHealthReasonEnum.TARGET_DEREGISTRATION_IN_PROGRESS,
                    "Target deregistration is in progress");
            group.reroute();
            target.backend.leave();
        }
        Instant latest = state.world.time().now().plus(group.deregistrationDelay());
        drained(group, target, latest, gone);
    }

    private void drained(GroupRecord group, TargetRecord target, Instant latest, Runnable gone) {
        state.world.time().after(SHORTEST_DRAIN, () -> {
            if (target.backend.underway() > 0 && state.world.time().now().isBefore(latest)) {
                drained(group, target, latest, gone);
                return;
            }
            group.targets.remove(TargetHealthChecks.key(target.id, target.port), target);
            gone.run();
        });
    }

    /** Empty when it is not registered there. */
    public Optional<TargetHealth> health(String groupArn, String ip, int port) {
        GroupRecord group = state.groups.get(groupArn);
        TargetRecord target = group == null ? null : group.targets.get(TargetHealthChecks.key(ip, port));
        return target == null ? Optional.empty() : Optional.of(target.health());
    }

    /** Whether some rule forwards to the group, whatever the weight. */
    public boolean isInUse(String groupArn) {
        return !state.balancersOf(groupArn).isEmpty();
    }

    /** What a rule (or a listener's default rule) forwards to, by target group; empty when there is no such rule. */
    public Optional<Map<String, Integer>> weights(String ruleOrListenerArn) {
        return rule(ruleOrListenerArn).map(rule -> ElbState.weights(rule.actions()));
    }

    /** Whether the rule does something else than forward. */
    public boolean mixesActions(String ruleOrListenerArn) {
        return rule(ruleOrListenerArn)
                .map(rule -> rule.actions().stream().anyMatch(action -> action.type() != ActionTypeEnum.FORWARD))
                .orElse(false);
    }

    /** Rewrites the rule's forward action to these weights; stickiness stays as it is. */
    public void weights(String ruleOrListenerArn, Map<String, Integer> weights) {
        Rule rule = rule(ruleOrListenerArn).orElseThrow();
        ListenerRecord listener = state.listenerOf(rule.ruleArn());
        List<TargetGroupTuple> tuples = new ArrayList<>();
        weights.forEach((group, weight) -> tuples.add(TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build()));
        List<Action> actions = new ArrayList<>();
        for (Action action : rule.actions()) {
            actions.add(action.type() != ActionTypeEnum.FORWARD ? action : action.toBuilder()
                    .targetGroupArn(null)
                    .forwardConfig(f -> f.targetGroups(tuples).targetGroupStickinessConfig(
                            action.forwardConfig() == null ? null : action.forwardConfig().targetGroupStickinessConfig()))
                    .build());
        }
        state.replace(listener, rule.toBuilder().actions(actions).build());
    }

    private Optional<Rule> rule(String ruleOrListenerArn) {
        ListenerRecord direct = state.listeners.get(ruleOrListenerArn);
        if (direct != null) {
            return direct.rules.values().stream().filter(Rule::isDefault).findFirst();
        }
        return Optional.ofNullable(state.listenerOf(ruleOrListenerArn)).map(record -> record.rules.get(ruleOrListenerArn));
    }
}
