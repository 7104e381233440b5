package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.elb.ElbState.ListenerRecord;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.*;

/** Listeners and their rules. A changed rule holds for the next request. */
final class Listeners {

    private final ElbState state;

    Listeners(World world) {
        state = world.part(ElbState.class);
    }

    Listener create(CreateListenerRequest request) {
        if (!state.balancers.containsKey(request.loadBalancerArn())) {
            throw ElbRefusals.noBalancer(request.loadBalancerArn());
        }
        if (request.port() == null || request.protocolAsString() == null) {
            throw ElbRefusals.invalid("A listener port and protocol must be specified");
        }
        boolean taken = state.listeners.values().stream().anyMatch(other ->
                other.listener.loadBalancerArn().equals(request.loadBalancerArn()) && other.listener.port().equals(request.port()));
        if (taken) {
            throw DuplicateListenerException.builder()
                    .message("A listener already exists on this port for this load balancer").build();
        }
        check(request.defaultActions());
        String arn = request.loadBalancerArn().replace(":loadbalancer/", ":listener/") + "/" + state.ids.hex(16);
        ListenerRecord record = new ListenerRecord();
        record.listener = Listener.builder()
                .listenerArn(arn)
                .loadBalancerArn(request.loadBalancerArn())
                .port(request.port())
                .protocol(request.protocolAsString())
                .certificates(request.hasCertificates() ? request.certificates() : null)
                .sslPolicy(request.sslPolicy())
                .defaultActions(normal(request.defaultActions()))
                .build();
        Rule otherwise = Rule.builder()
                .ruleArn(ruleArn(arn)).priority("default").isDefault(true).conditions(List.of())
                .actions(record.listener.defaultActions()).build();
        record.rules.put(otherwise.ruleArn(), otherwise);
        state.listen(record);
        state.listeners.put(arn, record);
        state.tag(arn, request.tags());
        state.world.ledger().add(arn, Map.of("port", request.port()));
        return record.listener;
    }

    Listener modify(ModifyListenerRequest request) {
        ListenerRecord record = listener(request.listenerArn());
        if (request.hasDefaultActions()) {
            check(request.defaultActions());
            Rule otherwise = record.rules.values().stream().filter(Rule::isDefault).findFirst().orElseThrow();
            state.replace(record, otherwise.toBuilder().actions(normal(request.defaultActions())).build());
        }
        Listener before = record.listener;
        record.listener = before.toBuilder()
                .port(request.port() == null ? before.port() : request.port())
                .protocol(request.protocolAsString() == null ? before.protocolAsString() : request.protocolAsString())
                .sslPolicy(request.sslPolicy() == null ? before.sslPolicy() : request.sslPolicy())
                .certificates(request.hasCertificates() ? request.certificates() : before.certificates())
                .build();
        state.world.ledger().add(request.listenerArn(), Map.of());
        return record.listener;
    }

    void delete(String arn) {
        ListenerRecord record = listener(arn);
        state.listeners.remove(arn);
        try {
            record.port.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.world.ledger().add(arn, Map.of());
    }

    List<Listener> describe(DescribeListenersRequest request) {
        if (request.hasListenerArns()) {
            return request.listenerArns().stream().map(arn -> listener(arn).listener).toList();
        }
        if (!state.balancers.containsKey(request.loadBalancerArn())) {
            throw ElbRefusals.noBalancer(request.loadBalancerArn());
        }
        return state.listeners.values().stream().map(record -> record.listener)
                .filter(listener -> listener.loadBalancerArn().equals(request.loadBalancerArn())).toList();
    }

    Rule createRule(CreateRuleRequest request) {
        ListenerRecord record = listener(request.listenerArn());
        if (request.priority() == null || request.priority() < 1 || request.priority() > 50_000) {
            throw ElbRefusals.invalid("A rule priority must be between 1 and 50000");
        }
        String priority = String.valueOf(request.priority());
        if (record.rules.values().stream().anyMatch(rule -> rule.priority().equals(priority))) {
            throw PriorityInUseException.builder().message("Priority '" + priority + "' is currently in use").build();
        }
        if (request.conditions().isEmpty()) {
            throw ElbRefusals.invalid("A condition must be specified");
        }
        check(request.actions());
        Rule rule = Rule.builder()
                .ruleArn(ruleArn(request.listenerArn())).priority(priority).isDefault(false)
                .conditions(request.conditions()).actions(normal(request.actions())).build();
        state.replace(record, rule);
        state.tag(rule.ruleArn(), request.tags());
        state.world.ledger().add(rule.ruleArn(), Map.of("priority", request.priority()));
        return rule;
    }

    Rule modifyRule(ModifyRuleRequest request) {
        ListenerRecord record = state.listenerOf(request.ruleArn());
        if (record == null) {
            throw ElbRefusals.noRule();
        }
        Rule before = record.rules.get(request.ruleArn());
        if (before.isDefault()) {
            throw OperationNotPermittedException.builder().message("Default rule '" + request.ruleArn() + "' cannot be modified").build();
        }
        if (request.hasActions()) {
            check(request.actions());
        }
        Rule after = before.toBuilder()
                .actions(request.hasActions() ? normal(request.actions()) : before.actions())
                .conditions(request.hasConditions() ? request.conditions() : before.conditions())
                .build();
        state.replace(record, after);
        state.world.ledger().add(request.ruleArn(), Map.of("weights", ElbState.weights(after.actions())));
        return after;
    }

    void deleteRule(String arn) {
        ListenerRecord record = state.listenerOf(arn);
        if (record == null) {
            throw ElbRefusals.noRule();
        }
        if (record.rules.get(arn).isDefault()) {
            throw OperationNotPermittedException.builder().message("Default rule '" + arn + "' cannot be deleted").build();
        }
        record.rules.remove(arn);
        state.reroute(record);
        state.world.ledger().add(arn, Map.of());
    }

    List<Rule> setPriorities(SetRulePrioritiesRequest request) {
        List<Rule> changed = new ArrayList<>();
        for (RulePriorityPair pair : request.rulePriorities()) {
            ListenerRecord record = state.listenerOf(pair.ruleArn());
            if (record == null) {
                throw ElbRefusals.noRule();
            }
            Rule after = record.rules.get(pair.ruleArn()).toBuilder().priority(String.valueOf(pair.priority())).build();
            state.replace(record, after);
            changed.add(after);
            state.world.ledger().add(pair.ruleArn(), Map.of("priority", pair.priority()));
        }
        return changed;
    }

    List<Rule> describeRules(DescribeRulesRequest request) {
        if (request.hasRuleArns()) {
            List<Rule> rules = new ArrayList<>();
            for (String arn : request.ruleArns()) {
                ListenerRecord record = state.listenerOf(arn);
                if (record == null) {
                    throw ElbRefusals.noRule();
                }
                rules.add(record.rules.get(arn));
            }
            return rules;
        }
        List<Rule> rules = new ArrayList<>(listener(request.listenerArn()).rules.values());
        rules.sort(Comparator.comparingInt(rule -> rule.isDefault() ? Integer.MAX_VALUE : Integer.parseInt(rule.priority())));
        return rules;
    }

    ListenerRecord listener(String arn) {
        ListenerRecord record = state.listeners.get(arn);
        if (record == null || !Arns.region(arn).equals(Arns.region(Arns.of("elasticloadbalancing", "")))) {
            throw ElbRefusals.noListener(arn);
        }
        return record;
    }

    private void check(List<Action> actions) {
        if (actions.isEmpty()) {
            throw ElbRefusals.invalid("An action must be specified");
        }
        Map<String, Integer> weights = ElbState.weights(actions);
        for (Map.Entry<String, Integer> entry : weights.entrySet()) {
            if (!state.groups.containsKey(entry.getKey())) {
                throw TargetGroupNotFoundException.builder().message("Target group '" + entry.getKey() + "' not found").build();
            }
            if (entry.getValue() < 0 || entry.getValue() > 999) {
                throw ElbRefusals.invalid("The weight for each target group must be between 0 and 999, inclusive");
            }
        }
        if (weights.size() > 5) {
            throw ElbRefusals.invalid("A forward action can have at most 5 target groups");
        }
        Action last = actions.get(actions.size() - 1);
        boolean ends = last.type() == ActionTypeEnum.FORWARD && !weights.isEmpty()
                || last.fixedResponseConfig() != null || last.redirectConfig() != null;
        if (!ends) {
            throw InvalidLoadBalancerActionException.builder()
                    .message("The last action must be a forward, redirect or fixed-response action with its configuration").build();
        }
    }

    /** A forward to one group is told both ways, as AWS tells it. */
    private static List<Action> normal(List<Action> actions) {
        return actions.stream().map(action -> {
            Map<String, Integer> weights = ElbState.weights(List.of(action));
            if (action.type() != ActionTypeEnum.FORWARD || weights.isEmpty()) {
                return action;
            }
            ForwardActionConfig config = action.forwardConfig();
            ForwardActionConfig.Builder forward = ForwardActionConfig.builder()
                    .targetGroups(weights.entrySet().stream().map(entry -> TargetGroupTuple.builder()
                            .targetGroupArn(entry.getKey()).weight(entry.getValue()).build()).toList())
                    .targetGroupStickinessConfig(config != null && config.targetGroupStickinessConfig() != null
                            ? config.targetGroupStickinessConfig()
                            : TargetGroupStickinessConfig.builder().enabled(false).build());
            String only = weights.size() == 1 ? weights.keySet().iterator().next() : null;
            return action.toBuilder().targetGroupArn(only).forwardConfig(forward.build()).build();
        }).toList();
    }

    private String ruleArn(String listenerArn) {
        return listenerArn.replace(":listener/", ":listener-rule/") + "/" + state.ids.hex(16);
    }
}
