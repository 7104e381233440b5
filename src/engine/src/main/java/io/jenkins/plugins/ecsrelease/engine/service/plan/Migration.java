package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;

/** Why a service of another controller is refused, and the way to native blue/green for that very service. */
final class Migration {

    private Migration() {}

    static String refusal(LiveService service) {
        if ("CODE_DEPLOY".equals(service.controller())) {
            return codeDeploy(service);
        }
        return "The service " + service.name() + " is deployed by the " + service.controller() + " controller, through task "
                + "sets of another tool; ECS would refuse a new task definition from here. Its controller cannot be "
                + "changed in place while task sets exist: create a new service with deploymentController ECS beside it, "
                + "move the listener rule over, then delete this one.";
    }

    private static String codeDeploy(LiveService service) {
        String cluster = service.clusterArn().replaceAll(".*/", "");
        String group = service.balancers().isEmpty() ? "" : service.balancers().get(0).targetGroup();
        StringBuilder steps = new StringBuilder("The service ").append(service.name())
                .append(" is deployed by CodeDeploy; ECS refuses a new task definition from anyone else. Nothing was "
                        + "changed. To move it to native blue/green deployments of ECS:\n")
                .append("  1. Let no CodeDeploy deployment be in flight, and start no other.\n");
        if (group.isEmpty()) {
            steps.append("  2. Choose the listener rule that carries its production traffic.\n");
        } else {
            steps.append("  2. Rewrite the listener rule that forwards to ").append(group.replaceAll(".*targetgroup/", ""))
                    .append(" as a weighted forward over both target groups: 1 for the one that serves, 0 for the other.\n");
        }
        steps.append("  3. Create a role that ECS may assume, with AmazonECSInfrastructureRolePolicyForLoadBalancers.\n")
                .append("  4. aws ecs update-service --cluster ").append(cluster).append(" --service ").append(service.name())
                .append(" --deployment-controller type=ECS --deployment-configuration strategy=BLUE_GREEN,bakeTimeInMinutes=10")
                .append(" with each load balancer's advancedConfiguration: alternateTargetGroupArn, productionListenerRule, roleArn.\n")
                .append("  5. Write its CodeDeploy hooks anew as lifecycle hooks of ECS, then delete the deployment group.");
        return steps.toString();
    }
}
