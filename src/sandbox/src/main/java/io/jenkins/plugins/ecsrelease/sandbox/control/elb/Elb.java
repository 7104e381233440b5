package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.control.elb.ElbState.ListenerRecord;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.*;

/** The operations of Elastic Load Balancing v2 that the sandbox knows. Answers are never paged. */
final class Elb implements ElasticLoadBalancingV2Client {

    /** A listener attribute of the sandbox's own: where the listener really listens. */
    private static final String REAL_ADDRESS = "sandbox.url";

    private final ElbState state;
    private final LoadBalancers balancers;
    private final Listeners listeners;
    private final TargetGroups groups;

    Elb(World world) {
        state = world.part(ElbState.class);
        balancers = world.part(LoadBalancers.class);
        listeners = world.part(Listeners.class);
        groups = world.part(TargetGroups.class);
    }

    @Override
    public String serviceName() {
        return "elasticloadbalancing";
    }

    @Override
    public void close() {
        // The state belongs to the world.
    }

    @Override
    public CreateLoadBalancerResponse createLoadBalancer(CreateLoadBalancerRequest request) {
        return CreateLoadBalancerResponse.builder().loadBalancers(balancers.create(request)).build();
    }

    @Override
    public DescribeLoadBalancersResponse describeLoadBalancers(DescribeLoadBalancersRequest request) {
        return DescribeLoadBalancersResponse.builder().loadBalancers(balancers.describe(request)).build();
    }

    @Override
    public DeleteLoadBalancerResponse deleteLoadBalancer(DeleteLoadBalancerRequest request) {
        balancers.delete(request.loadBalancerArn(), listeners);
        return DeleteLoadBalancerResponse.builder().build();
    }

    @Override
    public DescribeLoadBalancerAttributesResponse describeLoadBalancerAttributes(DescribeLoadBalancerAttributesRequest request) {
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(attributes(balancers.balancer(request.loadBalancerArn()).attributes)).build();
    }

    @Override
    public ModifyLoadBalancerAttributesResponse modifyLoadBalancerAttributes(ModifyLoadBalancerAttributesRequest request) {
        Map<String, String> attributes = balancers.balancer(request.loadBalancerArn()).attributes;
        request.attributes().forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
        state.world.ledger().add(request.loadBalancerArn(), Map.of());
        return ModifyLoadBalancerAttributesResponse.builder().attributes(attributes(attributes)).build();
    }

    private static List<LoadBalancerAttribute> attributes(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> LoadBalancerAttribute.builder().key(entry.getKey()).value(entry.getValue()).build()).toList();
    }

    @Override
    public CreateListenerResponse createListener(CreateListenerRequest request) {
        return CreateListenerResponse.builder().listeners(listeners.create(request)).build();
    }

    @Override
    public ModifyListenerResponse modifyListener(ModifyListenerRequest request) {
        return ModifyListenerResponse.builder().listeners(listeners.modify(request)).build();
    }

    @Override
    public DeleteListenerResponse deleteListener(DeleteListenerRequest request) {
        listeners.delete(request.listenerArn());
        return DeleteListenerResponse.builder().build();
    }

    @Override
    public DescribeListenersResponse describeListeners(DescribeListenersRequest request) {
        return DescribeListenersResponse.builder().listeners(listeners.describe(request)).build();
    }

    @Override
    public DescribeListenerAttributesResponse describeListenerAttributes(DescribeListenerAttributesRequest request) {
        ListenerRecord record = listeners.listener(request.listenerArn());
        return DescribeListenerAttributesResponse.builder()
                .attributes(a -> a.key(REAL_ADDRESS).value("http://127.0.0.1:" + record.port.address().getPort()))
                .build();
    }

    @Override
    public CreateRuleResponse createRule(CreateRuleRequest request) {
        return CreateRuleResponse.builder().rules(listeners.createRule(request)).build();
    }

    @Override
    public ModifyRuleResponse modifyRule(ModifyRuleRequest request) {
        return ModifyRuleResponse.builder().rules(listeners.modifyRule(request)).build();
    }

    @Override
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        listeners.deleteRule(request.ruleArn());
        return DeleteRuleResponse.builder().build();
    }

    @Override
    public DescribeRulesResponse describeRules(DescribeRulesRequest request) {
        return DescribeRulesResponse.builder().rules(listeners.describeRules(request)).build();
    }

    @Override
    public SetRulePrioritiesResponse setRulePriorities(SetRulePrioritiesRequest request) {
        return SetRulePrioritiesResponse.builder().rules(listeners.setPriorities(request)).build();
    }

    @Override
    public CreateTargetGroupResponse createTargetGroup(CreateTargetGroupRequest request) {
        return CreateTargetGroupResponse.builder().targetGroups(groups.create(request)).build();
    }

    @Override
    public ModifyTargetGroupResponse modifyTargetGroup(ModifyTargetGroupRequest request) {
        return ModifyTargetGroupResponse.builder().targetGroups(groups.modify(request)).build();
    }

    @Override
    public DeleteTargetGroupResponse deleteTargetGroup(DeleteTargetGroupRequest request) {
        groups.delete(request.targetGroupArn());
        return DeleteTargetGroupResponse.builder().build();
    }

    @Override
    public DescribeTargetGroupsResponse describeTargetGroups(DescribeTargetGroupsRequest request) {
        return DescribeTargetGroupsResponse.builder().targetGroups(groups.describe(request)).build();
    }

    @Override
    public DescribeTargetGroupAttributesResponse describeTargetGroupAttributes(DescribeTargetGroupAttributesRequest request) {
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(groupAttributes(groups.group(request.targetGroupArn()).attributes)).build();
    }

    @Override
    public ModifyTargetGroupAttributesResponse modifyTargetGroupAttributes(ModifyTargetGroupAttributesRequest request) {
        Map<String, String> attributes = groups.group(request.targetGroupArn()).attributes;
        for (TargetGroupAttribute attribute : request.attributes()) {
            boolean delay = attribute.key().equals("deregistration_delay.timeout_seconds");
            if (delay && !(attribute.value().matches("\\d{1,4}") && Integer.parseInt(attribute.value()) <= 3600)) {
                throw ElbRefusals.invalid("The value of " + attribute.key() + " must be between 0 and 3600");
            }
        }
        request.attributes().forEach(attribute -> attributes.put(attribute.key(), attribute.value()));
        state.world.ledger().add(request.targetGroupArn(), Map.of());
        return ModifyTargetGroupAttributesResponse.builder().attributes(groupAttributes(attributes)).build();
    }

    private static List<TargetGroupAttribute> groupAttributes(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> TargetGroupAttribute.builder().key(entry.getKey()).value(entry.getValue()).build()).toList();
    }

    @Override
    public RegisterTargetsResponse registerTargets(RegisterTargetsRequest request) {
        groups.register(request);
        return RegisterTargetsResponse.builder().build();
    }

    @Override
    public DeregisterTargetsResponse deregisterTargets(DeregisterTargetsRequest request) {
        groups.deregister(request);
        return DeregisterTargetsResponse.builder().build();
    }

    @Override
    public DescribeTargetHealthResponse describeTargetHealth(DescribeTargetHealthRequest request) {
        return DescribeTargetHealthResponse.builder().targetHealthDescriptions(groups.health(request)).build();
    }

    @Override
    public AddTagsResponse addTags(AddTagsRequest request) {
        request.resourceArns().forEach(arn -> {
            state.tag(arn, request.tags());
            state.world.ledger().add(arn, Map.of("tags", request.tags().stream().map(Tag::key).toList()));
        });
        return AddTagsResponse.builder().build();
    }

    @Override
    public RemoveTagsResponse removeTags(RemoveTagsRequest request) {
        request.resourceArns().forEach(arn -> {
            state.tags.getOrDefault(arn, Map.of()).keySet().removeAll(request.tagKeys());
            state.world.ledger().add(arn, Map.of("tags", request.tagKeys()));
        });
        return RemoveTagsResponse.builder().build();
    }

    @Override
    public DescribeTagsResponse describeTags(DescribeTagsRequest request) {
        List<TagDescription> described = new ArrayList<>();
        for (String arn : request.resourceArns()) {
            described.add(TagDescription.builder()
                    .resourceArn(arn)
                    .tags(state.tags.getOrDefault(arn, Map.of()).entrySet().stream()
                            .map(entry -> Tag.builder().key(entry.getKey()).value(entry.getValue()).build()).toList())
                    .build());
        }
        return DescribeTagsResponse.builder().tagDescriptions(described).build();
    }
}
