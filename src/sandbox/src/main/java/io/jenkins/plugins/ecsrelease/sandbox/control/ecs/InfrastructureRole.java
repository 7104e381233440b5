package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/** The role that ECS assumes to move traffic. What it may not do shows only when ECS tries. */
final class InfrastructureRole {

    private static final String SESSION = "ECSNetworkingWithELB";

    private final World world;

    InfrastructureRole(World world) {
        this.world = world;
    }

    /** Why ECS cannot work on the load balancers at all; null when it can. */
    String distrust(DeploymentRecord deployment) {
        for (LoadBalancer balancer : deployment.target.spec.loadBalancers) {
            AdvancedConfiguration advanced = balancer.advancedConfiguration();
            if (advanced != null && !world.part(ServiceRoles.class).trusts(advanced.roleArn(), "ecs.amazonaws.com", deployment.arn)) {
                return "Service deployment rolled back because of invalid networking configuration. ECS was unable to manage the "
                        + "ELB resources due to missing permissions on ECS Infrastructure Role '" + advanced.roleArn() + "'.";
            }
        }
        return null;
    }

    /** Why ECS cannot shift traffic in this stage; null when it can. */
    String refusal(DeploymentRecord deployment, String stage) {
        for (LoadBalancer balancer : deployment.target.spec.loadBalancers) {
            AdvancedConfiguration advanced = balancer.advancedConfiguration();
            String rule = advanced == null ? null
                    : stage.startsWith("TEST") ? advanced.testListenerRule() : advanced.productionListenerRule();
            if (rule == null) {
                continue;
            }
            String action = "elasticloadbalancing:" + (rule.contains(":listener-rule/") ? "ModifyRule" : "ModifyListener");
            String refused = world.part(Faults.class).strike(Fault.Kind.INFRASTRUCTURE_DENIED, advanced.roleArn()).isPresent()
                    ? "User: " + advanced.roleArn().replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + SESSION
                            + " is not authorized to perform: " + action + " on resource: " + rule
                            + " because no identity-based policy allows the " + action + " action"
                    : world.part(ServiceRoles.class).refusal(advanced.roleArn(), SESSION, action, rule);
            if (refused != null) {
                return "Service deployment rolled back because " + stage + " lifecycle hook(s) failed. " + refused;
            }
        }
        return null;
    }
}
