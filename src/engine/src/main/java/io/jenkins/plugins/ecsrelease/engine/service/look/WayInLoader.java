package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** DescribeTargetGroups, and DescribeListeners and DescribeRules of the group's load balancers; one group at a time. */
public final class WayInLoader implements Loader<WayInLook, WayIn> {

    @Override
    public Class<WayInLook> question() {
        return WayInLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<WayInLook, Answer<WayIn>> load(Tools tools, Set<WayInLook> questions) {
        ElasticLoadBalancingV2Client elb = tools.client(ElasticLoadBalancingV2Client.class);
        Map<WayInLook, Answer<WayIn>> answers = new HashMap<>();
        for (WayInLook look : questions) {
            List<TargetGroup> named = elb.describeTargetGroups(request -> request.targetGroupArns(look.targetGroup())).targetGroups();
            if (!named.isEmpty()) {
                WayIn.Group group = group(named.get(0));
                List<WayIn.Crossing> rules = new ArrayList<>();
                group.balancers().forEach(balancer -> elb.describeListenersPaginator(request -> request.loadBalancerArn(balancer))
                        .listeners().forEach(listener -> rules.addAll(crossings(elb, listener))));
                List<WayIn.Group> kin = elb.describeTargetGroupsPaginator().targetGroups().stream().map(WayInLoader::group)
                        .filter(one -> !one.arn().equals(group.arn()) && one.vpc().equals(group.vpc())
                                && one.protocol().equals(group.protocol()) && one.targetType().equals(group.targetType()))
                        .toList();
                answers.put(look, Answer.known(new WayIn(group, rules, kin)));
            }
        }
        return answers;
    }

    private static List<WayIn.Crossing> crossings(ElasticLoadBalancingV2Client elb, Listener listener) {
        if (listener.listenerArn().contains(":listener/net/")) {
            return List.of(new WayIn.Crossing(listener.listenerArn(), listener.listenerArn(), listener.port(), true, 0, "[]",
                    RouteLoader.route(listener.defaultActions()).weights()));
        }
        List<WayIn.Crossing> crossings = new ArrayList<>();
        for (Rule rule : elb.describeRulesPaginator(request -> request.listenerArn(listener.listenerArn())).rules()) {
            ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
            for (RuleCondition condition : rule.conditions()) {
                // What the older member repeats is told by the newer one.
                boolean twice = condition.pathPatternConfig() != null || condition.hostHeaderConfig() != null;
                conditions.add(json(twice ? condition.toBuilder().values((Collection<String>) null).build() : condition));
            }
            crossings.add(new WayIn.Crossing(rule.ruleArn(), listener.listenerArn(), listener.port(), false,
                    Boolean.TRUE.equals(rule.isDefault()) ? 0 : Integer.parseInt(rule.priority()), conditions.toString(),
                    RouteLoader.route(rule.actions()).weights()));
        }
        return crossings;
    }

    private static WayIn.Group group(TargetGroup group) {
        return new WayIn.Group(group.targetGroupArn(), group.targetGroupName(), orEmpty(group.protocolAsString()),
                group.port() == null ? 0 : group.port(), orEmpty(group.vpcId()), orEmpty(group.targetTypeAsString()),
                orEmpty(group.healthCheckPath()), group.loadBalancerArns());
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    /** As the command line takes it. */
    private static JsonNode json(Object value) {
        if (value instanceof SdkPojo pojo) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (SdkField<?> field : pojo.sdkFields()) {
                Object member = field.getValueOrDefault(pojo);
                boolean empty = member == null || member instanceof Collection<?> list && list.isEmpty();
                if (!empty) {
                    object.set(field.memberName(), json(member));
                }
            }
            return object;
        }
        if (value instanceof Collection<?> list) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> array.add(json(item)));
            return array;
        }
        return JsonNodeFactory.instance.textNode(String.valueOf(value));
    }
}
