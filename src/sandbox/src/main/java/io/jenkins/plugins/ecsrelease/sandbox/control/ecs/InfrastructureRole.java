package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/** The role that ECS assumes to move traffic. What it may not do shows only when ECS tries. */
final class InfrastructureRole {

    private final World world;

    InfrastructureRole(World world) {
        this.world = world;
    }

    /** Why ECS cannot shift traffic now; null when it can. */
    String refusal(DeploymentRecord deployment, String stage) {
        for (LoadBalancer balancer : deployment.target.spec.loadBalancers) {
            String role = balancer.advancedConfiguration() == null ? null : balancer.advancedConfiguration().roleArn();
            if (role != null && world.part(Faults.class).strike(Fault.Kind.INFRASTRUCTURE_DENIED, role).isPresent()) {
                String rule = balancer.advancedConfiguration().productionListenerRule();
                return "Service deployment rolled back because " + stage + " lifecycle hook(s) failed. User: "
                        + role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/ECSNetworkingWithELB is not "
                        + "authorized to perform: elasticloadbalancing:ModifyRule on resource: " + rule
                        + " because no identity-based policy allows the elasticloadbalancing:ModifyRule action";
            }
        }
        return null;
    }
}
