package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** DescribeRules for rules and DescribeListeners for listeners, twenty a call. */
public final class RouteLoader implements Loader<RouteLook, Route> {

    @Override
    public Class<RouteLook> question() {
        return RouteLook.class;
    }

    @Override
    public int batch() {
        return 20;
    }

    @Override
    public Map<RouteLook, Answer<Route>> load(Tools tools, Set<RouteLook> questions) {
        ElasticLoadBalancingV2Client elb = tools.client(ElasticLoadBalancingV2Client.class);
        Map<RouteLook, Answer<Route>> answers = new HashMap<>();
        List<String> rules = arns(questions, true);
        if (!rules.isEmpty()) {
            for (Rule rule : elb.describeRules(request -> request.ruleArns(rules)).rules()) {
                answers.put(new RouteLook(rule.ruleArn()), Answer.known(route(rule.actions())));
            }
        }
        List<String> listeners = arns(questions, false);
        if (!listeners.isEmpty()) {
            for (Listener listener :
                    elb.describeListeners(request -> request.listenerArns(listeners)).listeners()) {
                answers.put(new RouteLook(listener.listenerArn()), Answer.known(route(listener.defaultActions())));
            }
        }
        return answers;
    }

    private static List<String> arns(Set<RouteLook> questions, boolean rules) {
        return questions.stream()
                .map(RouteLook::arn)
                .filter(arn -> arn.contains(":listener-rule/") == rules)
                .toList();
    }

    static Route route(List<Action> actions) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        for (Action action : actions) {
            if (action.forwardConfig() != null && action.forwardConfig().hasTargetGroups()) {
                action.forwardConfig().targetGroups().forEach(
                        group -> weights.put(group.targetGroupArn(), group.weight() == null ? 1 : group.weight()));
            } else if (action.targetGroupArn() != null) {
                weights.put(action.targetGroupArn(), 1);
            }
        }
        return new Route(!weights.isEmpty(), java.util.Collections.unmodifiableMap(weights));
    }
}
