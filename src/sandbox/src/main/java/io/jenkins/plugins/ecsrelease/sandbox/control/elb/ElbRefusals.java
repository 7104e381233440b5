package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.world.Refused;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;

/** The ways in which Elastic Load Balancing says no, in its own words. */
final class ElbRefusals {

    private ElbRefusals() {}

    static ElasticLoadBalancingV2Exception noBalancer(String name) {
        return (ElasticLoadBalancingV2Exception) LoadBalancerNotFoundException.builder()
                .message("Load balancer '" + name + "' not found").build();
    }

    static ElasticLoadBalancingV2Exception noListener(String arn) {
        return (ElasticLoadBalancingV2Exception) ListenerNotFoundException.builder()
                .message("Listener '" + arn + "' not found").build();
    }

    static ElasticLoadBalancingV2Exception noRule() {
        return (ElasticLoadBalancingV2Exception) RuleNotFoundException.builder()
                .message("One or more rules not found").build();
    }

    static ElasticLoadBalancingV2Exception noGroup() {
        return (ElasticLoadBalancingV2Exception) TargetGroupNotFoundException.builder()
                .message("One or more target groups not found").build();
    }

    static Refused invalid(String message) {
        return new Refused("ValidationError", message);
    }
}
