package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From CodeDeploy to native blue/green, in place: the same service, the same target groups.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/migrate-codedeploy-to-ecs-bluegreen.html">Migrate
 *     CodeDeploy blue/green deployments to Amazon ECS blue/green deployments</a>
 */
final class FromCodeDeploy {

    private final LiveService service;
    private final List<Entrance> entrances;
    private final StringBuilder steps = new StringBuilder();
    private final List<String> balancers = new ArrayList<>();

    FromCodeDeploy(LiveService service, List<Entrance> entrances) {
        this.service = service;
        this.entrances = entrances;
    }

    String text() {
        steps.append("The service ").append(service.name()).append(" is deployed by CodeDeploy; ECS refuses a new task definition from "
                + "anyone else. To move it to native blue/green deployments of ECS:\n");
        deploymentGroup();
        if (entrances.isEmpty()) {
            steps.append("  2. It has no load balancer: nothing is to be rewritten.\n");
        }
        for (int i = 0; i < entrances.size(); i++) {
            rules(entrances.get(i), entrances.size() == 1 ? "" : "_" + (i + 1));
        }
        steps.append("  3. Create the role with which ECS moves the traffic, unless there is one:\n");
        Commands.createRole().forEach(command -> steps.append(Migration.line(command)));
        steps.append("  4. Change the controller; this alone starts no deployment of another version:\n     aws ecs update-service --cluster ")
                .append(Migration.cluster(service)).append(" --service ").append(service.name())
                .append(" --deployment-controller type=ECS --deployment-configuration strategy=BLUE_GREEN,bakeTimeInMinutes=10");
        if (!balancers.isEmpty()) {
            steps.append(" --load-balancers '[").append(String.join(",", balancers)).append("]'");
        }
        return steps.append("\n  5. Write its AppSpec hooks anew as lifecycle hooks of the service, run this release again, and "
                + "then delete the deployment group.").toString();
    }

    private void deploymentGroup() {
        String deployment = service.taskSets().stream().map(LiveService.TaskSet::external)
                .filter(external -> external.startsWith("d-")).findFirst().orElse("");
        steps.append("  1. Let no CodeDeploy deployment be in flight, and start no other. Its deployment group:\n")
                .append(Migration.line(deployment.isEmpty()
                        ? "for application in $(aws deploy list-applications --query applications --output text); do aws deploy "
                                + "batch-get-deployment-groups --application-name $application --deployment-group-names "
                                + "$(aws deploy list-deployment-groups --application-name $application --query deploymentGroups "
                                + "--output text) --query \"deploymentGroupsInfo[?ecsServices[?serviceName=='" + service.name()
                                + "']].[applicationName,deploymentGroupName]\" --output text; done"
                        : "aws deploy get-deployment --deployment-id " + deployment
                                + " --query 'deploymentInfo.[applicationName,deploymentGroupName]'"));
    }

    private void rules(Entrance entrance, String suffix) {
        String group = entrance.group();
        Optional<WayIn.Crossing> production = entrance.production();
        if (production.isEmpty()) {
            unseen(entrance);
            return;
        }
        steps.append("  2. Production traffic comes to ").append(Migration.named(group)).append(" on port ").append(production.get().port())
                .append(". ");
        if (!entrance.further().isEmpty()) {
            steps.append("ECS moves one rule only; make one of this and of ").append(String.join(", ", entrance.further())).append(". ");
        }
        steps.append(production.get().network() ? "ECS moves that listener as it is.\n"
                : "Its rule becomes a weighted forward over both target groups, 1 for this one and 0 for the other"
                        + (production.get().priority() == 0 ? " (ECS needs a rule, and there is a default action alone)" : "") + ":\n");
        String other = entrance.other().orElse("$OTHER" + suffix);
        if (other.startsWith("$")) {
            steps.append(Migration.line(Commands.createTargetGroup(
                    other.substring(1), entrance.way().group(), Commands.named(entrance.way().group(), "-2"))));
        }
        String rule = weighted(entrance, production.get(), "RULE" + suffix, other);
        String test = entrance.test().map(one -> {
            steps.append("     and the same for the test traffic, on port ").append(one.port()).append(":\n");
            return weighted(entrance, one, "TEST" + suffix, other);
        }).orElse("");
        balancer(entrance, other, rule, test, Commands.role(service.arn()));
    }

    /** @return the rule, or the listener of a Network Load Balancer */
    private String weighted(Entrance entrance, WayIn.Crossing crossing, String variable, String other) {
        if (crossing.network()) {
            return crossing.arn();
        }
        String forward = Commands.forward(entrance.group(), other);
        if (crossing.priority() > 0) {
            steps.append(Migration.line(Commands.modifyRule(crossing.arn(), forward)));
            return crossing.arn();
        }
        steps.append(Migration.line(Commands.createRule(variable, crossing.listener(), entrance.lastPriority(crossing.listener()),
                "[{\"Field\":\"path-pattern\",\"Values\":[\"/*\"]}]", forward)));
        return "$" + variable;
    }

    /** Nothing is known of its load balancer: how it is found out. */
    private void unseen(Entrance entrance) {
        String group = entrance.group();
        steps.append("  2. Find the rule that sends production traffic to ").append(Migration.named(group))
                .append(", and make it a weighted forward over both target groups, 1 for this one and 0 for the other "
                        + "(ECS needs a rule; a listener's default action becomes a rule with the path pattern /*):\n")
                .append(Migration.line("aws elbv2 describe-target-groups --target-group-arns " + group))
                .append(Migration.line(Commands.modifyRule("RULE", Commands.forward(group, "OTHER_GROUP"))));
        balancer(entrance, "OTHER_GROUP", "RULE", "", Commands.role(service.arn()));
    }

    private void balancer(Entrance entrance, String other, String rule, String test, String role) {
        LiveService.Balancer balancer = entrance.balancer();
        balancers.add("{\"targetGroupArn\":" + Commands.json(entrance.group()) + ",\"containerName\":" + Commands.json(balancer.container())
                + ",\"containerPort\":" + balancer.port() + ",\"advancedConfiguration\":{\"alternateTargetGroupArn\":" + Commands.json(other)
                + ",\"productionListenerRule\":" + Commands.json(rule)
                + (test.isEmpty() ? "" : ",\"testListenerRule\":" + Commands.json(test)) + ",\"roleArn\":" + Commands.json(role) + "}}");
    }
}
