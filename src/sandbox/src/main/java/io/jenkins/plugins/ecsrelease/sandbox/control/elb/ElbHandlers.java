package io.jenkins.plugins.ecsrelease.sandbox.control.elb;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** Elastic Load Balancing v2 in the sandbox. */
public final class ElbHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return ElasticLoadBalancingV2Client.class;
    }

    @Override
    public Object in(World world) {
        return world.part(Elb.class);
    }
}
