package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import java.util.List;
import java.util.Optional;

/**
 * Why a service of another controller is refused, and the way to native blue/green for that very service, written out as
 * commands with its own names. It is never gone by itself.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/migrate-codedeploy-to-ecs-bluegreen.html">Migrate
 *     CodeDeploy blue/green deployments to Amazon ECS blue/green deployments</a>
 */
public final class Migration {

    private Migration() {}

    /** For a service whose controller is not ECS. */
    public static String refusal(LiveService service) {
        return "CODE_DEPLOY".equals(service.controller()) ? codeDeploy(service) : external(service);
    }

    private static String codeDeploy(LiveService service) {
        List<LiveService.Balancer> serving = serving(service);
        String deployment = service.taskSets().stream().map(LiveService.TaskSet::external)
                .filter(external -> external.startsWith("d-")).findFirst().orElse("");
        StringBuilder steps = new StringBuilder("The service ").append(service.name())
                .append(" is deployed by CodeDeploy; ECS refuses a new task definition from anyone else. To move it to native "
                        + "blue/green deployments of ECS:\n");
        steps.append("  1. Let no CodeDeploy deployment be in flight, and start no other. ").append(deployment.isEmpty()
                        ? "Its deployment group, and with it both target groups and the listeners:\n"
                                + "     aws deploy list-applications; aws deploy get-deployment-group --application-name … "
                                + "--deployment-group-name …\n"
                        : "Its deployment group names both target groups and the listeners:\n     aws deploy get-deployment "
                                + "--deployment-id " + deployment + " --query 'deploymentInfo.[applicationName,deploymentGroupName]'\n");
        if (serving.isEmpty()) {
            steps.append("  2. It has no load balancer: nothing is to be rewritten.\n");
        } else {
            String group = serving.get(0).targetGroup();
            steps.append("  2. Find the rule that sends production traffic to ").append(named(group))
                    .append(", and make it a weighted forward over both target groups, 1 for this one and 0 for the other "
                            + "(ECS needs a rule; a listener's default action becomes a rule with the path pattern /*):\n")
                    .append("     aws elbv2 describe-target-groups --target-group-arns ").append(group).append('\n')
                    .append("     aws elbv2 modify-rule --rule-arn RULE --actions '[{\"Type\":\"forward\",\"ForwardConfig\":"
                            + "{\"TargetGroups\":[{\"TargetGroupArn\":\"").append(group)
                    .append("\",\"Weight\":1},{\"TargetGroupArn\":\"OTHER_GROUP\",\"Weight\":0}]}}]'\n");
        }
        steps.append("  3. Create a role that ecs.amazonaws.com may assume, with the policy "
                + "AmazonECSInfrastructureRolePolicyForLoadBalancers.\n")
                .append("  4. Change the controller; this alone starts no deployment of another version:\n")
                .append("     aws ecs update-service --cluster ").append(cluster(service)).append(" --service ").append(service.name())
                .append(" --deployment-controller type=ECS --deployment-configuration strategy=BLUE_GREEN,bakeTimeInMinutes=10");
        for (LiveService.Balancer balancer : serving) {
            steps.append(" --load-balancers '[{\"targetGroupArn\":\"").append(balancer.targetGroup())
                    .append("\",\"containerName\":\"").append(balancer.container()).append("\",\"containerPort\":")
                    .append(balancer.port()).append(",\"advancedConfiguration\":{\"alternateTargetGroupArn\":\"OTHER_GROUP\","
                            + "\"productionListenerRule\":\"RULE\",\"roleArn\":\"ROLE\"}}]'");
        }
        return steps.append("\n  5. Write its AppSpec hooks anew as lifecycle hooks of the service, run this release again, and "
                + "then delete the deployment group.").toString();
    }

    private static String external(LiveService service) {
        List<LiveService.Balancer> serving = serving(service);
        String other = service.name() + "-ecs";
        StringBuilder steps = new StringBuilder("The service ").append(service.name()).append(" is deployed by the ")
                .append(service.controller()).append(" controller, through task sets of another tool (")
                .append(service.taskSets().isEmpty() ? "none now" : String.join(", ", service.taskSets().stream()
                        .map(set -> set.id() + " " + set.status()).toList()))
                .append("); ECS would refuse a new task definition from here. To move it to native blue/green deployments "
                        + "of ECS:\n");
        steps.append("  1. Let that tool deploy no more to ").append(service.name()).append(".\n")
                .append("  2. Create a second target group beside ")
                .append(serving.isEmpty() ? "the one that serves" : named(serving.get(0).targetGroup()))
                .append(", and a third for the new service, so that the traffic can be moved by weight; and a role that "
                        + "ecs.amazonaws.com may assume, with AmazonECSInfrastructureRolePolicyForLoadBalancers.\n")
                .append("  3. Create a service under ECS beside it:\n     aws ecs create-service --cluster ").append(cluster(service))
                .append(" --service-name ").append(other).append(" --task-definition ").append(taskDefinition(service))
                .append(" --desired-count ").append(Math.max(1, service.desired()))
                .append(" --deployment-configuration strategy=BLUE_GREEN,bakeTimeInMinutes=10");
        if (!service.subnets().isEmpty()) {
            steps.append(" --network-configuration 'awsvpcConfiguration={subnets=[").append(String.join(",", service.subnets()))
                    .append("],securityGroups=[").append(String.join(",", service.securityGroups())).append("],assignPublicIp=")
                    .append(service.publicAddress() ? "ENABLED" : "DISABLED").append("}'");
        }
        return steps.append(" --load-balancers …\n")
                .append("  4. Move the listener rule's weight to the new service's target group, step by step.\n")
                .append("  5. Release to ").append(other).append(" from now on; when nothing reaches the old one any more: "
                        + "aws ecs delete-service --cluster ").append(cluster(service)).append(" --service ").append(service.name())
                .append(" --force").toString();
    }

    private static String taskDefinition(LiveService service) {
        return primary(service).map(set -> set.taskDefinition().replaceAll(".*/", "")).filter(name -> !name.isEmpty())
                .orElse(service.taskDefinition().isEmpty() ? "FAMILY:REVISION" : service.taskDefinition().replaceAll(".*/", ""));
    }

    /** What serves is the primary task set's: CodeDeploy swaps groups without telling the service. */
    private static List<LiveService.Balancer> serving(LiveService service) {
        return primary(service).map(LiveService.TaskSet::balancers).filter(list -> !list.isEmpty()).orElse(service.balancers());
    }

    private static Optional<LiveService.TaskSet> primary(LiveService service) {
        return service.taskSets().stream().filter(set -> set.status().equals("PRIMARY")).findFirst();
    }

    private static String cluster(LiveService service) {
        return service.clusterArn().replaceAll(".*/", "");
    }

    private static String named(String group) {
        return group.replaceAll(".*targetgroup/", "");
    }
}
