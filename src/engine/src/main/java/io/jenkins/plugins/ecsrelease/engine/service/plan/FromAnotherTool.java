package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayIn;
import java.util.List;
import java.util.Optional;

/**
 * From task sets of another tool to native blue/green: a service under ECS beside the old one, to which the traffic is moved.
 * Its rule is one of its own, as ECS moves none that leads to a third target group.
 */
final class FromAnotherTool {

    /** Nobody's requests have it: what the new rule waits for until the traffic is moved. */
    private static final String HEADER = "{\"Field\":\"http-header\",\"HttpHeaderConfig\":{\"HttpHeaderName\":\"x-ecs-migration\","
            + "\"Values\":[\"yes\"]}}";

    private final LiveService service;
    private final List<Entrance> entrances;
    private final String other;
    private final StringBuilder steps = new StringBuilder();
    private String balancers = "";
    private String move = "";

    FromAnotherTool(LiveService service, List<Entrance> entrances) {
        this.service = service;
        this.entrances = entrances;
        this.other = service.name() + "-ecs";
    }

    String text() {
        steps.append("The service ").append(service.name()).append(" is deployed by the ").append(service.controller())
                .append(" controller, through task sets of another tool (")
                .append(service.taskSets().isEmpty() ? "none now" : String.join(", ", service.taskSets().stream()
                        .map(set -> set.id() + " " + set.status()).toList()))
                .append("); ECS would refuse a new task definition from here. To move it to native blue/green deployments of ECS:\n")
                .append("  1. Let that tool deploy no more to ").append(service.name()).append(".\n");
        entrance();
        steps.append("  3. Create a service under ECS beside it:\n     aws ecs create-service --cluster ").append(Migration.cluster(service))
                .append(" --service-name ").append(other).append(" --task-definition ").append(taskDefinition())
                .append(" --desired-count ").append(Math.max(1, service.desired()))
                .append(" --deployment-configuration strategy=BLUE_GREEN,bakeTimeInMinutes=10");
        if (!service.subnets().isEmpty()) {
            steps.append(" --network-configuration '{\"awsvpcConfiguration\":{\"subnets\":").append(Commands.list(service.subnets()))
                    .append(",\"securityGroups\":").append(Commands.list(service.securityGroups())).append(",\"assignPublicIp\":\"")
                    .append(service.publicAddress() ? "ENABLED" : "DISABLED").append("\"}}'");
        }
        return steps.append(balancers).append("\n  4. ").append(move)
                .append("  5. Release to ").append(other).append(" from now on; when nothing reaches the old one any more: "
                        + "aws ecs delete-service --cluster ").append(Migration.cluster(service)).append(" --service ")
                .append(service.name()).append(" --force").toString();
    }

    private void entrance() {
        Optional<Entrance> seen = entrances.stream().filter(one -> one.production().filter(rule -> !rule.network()).isPresent()).findFirst();
        if (seen.isPresent()) {
            throughARule(seen.get(), seen.get().production().orElseThrow());
            return;
        }
        boolean none = entrances.isEmpty() && !service.taskSets().isEmpty();
        move = none ? "It has no load balancer: let the old service end when the new one works.\n"
                : "Move the traffic to the new service's target group.\n";
        balancers = none ? "" : " --load-balancers …";
        steps.append("  2. ").append(none ? "It has no load balancer: nothing is to be prepared.\n"
                : "Create two target groups for the new service, beside " + (entrances.isEmpty() ? "the one that serves"
                        : Migration.named(entrances.get(0).group())) + ", with a rule of their own; and the role with which ECS moves the traffic:\n");
        if (!none) {
            Commands.createRole().forEach(command -> steps.append(Migration.line(command)));
        }
    }

    private void throughARule(Entrance entrance, WayIn.Crossing rule) {
        WayIn.Group like = entrance.way().group();
        steps.append("  2. Traffic comes to ").append(Migration.named(entrance.group())).append(" on port ").append(rule.port())
                .append(". Create two target groups for the new service, a rule before the present one that no request matches yet, and the "
                        + "role with which ECS moves the traffic:\n")
                .append(Migration.line(Commands.createTargetGroup("BLUE", like, Commands.named(like, "-ecs-1"))))
                .append(Migration.line(Commands.createTargetGroup("GREEN", like, Commands.named(like, "-ecs-2"))));
        int priority = entrance.priorityBefore(rule);
        if (priority < 1) {
            priority = 1;
            steps.append("     (the rule ").append(rule.arn()).append(" has the first priority: give it and those after it later ones with aws "
                    + "elbv2 set-rule-priorities before that)\n");
        }
        String present = rule.priority() == 0 ? "[{\"Field\":\"path-pattern\",\"Values\":[\"/*\"]}]" : rule.conditions();
        String waiting = present.substring(0, present.length() - 1) + "," + HEADER + "]";
        steps.append(Migration.line(Commands.createRule("RULE", rule.listener(), priority, waiting, Commands.forward("$BLUE", "$GREEN"))));
        Commands.createRole().forEach(command -> steps.append(Migration.line(command)));
        balancers = " --load-balancers '[{\"targetGroupArn\":" + Commands.json("$BLUE") + ",\"containerName\":"
                + Commands.json(entrance.balancer().container()) + ",\"containerPort\":" + entrance.balancer().port()
                + ",\"advancedConfiguration\":{\"alternateTargetGroupArn\":" + Commands.json("$GREEN") + ",\"productionListenerRule\":"
                + Commands.json("$RULE") + ",\"roleArn\":" + Commands.json(Commands.role(service.arn())) + "}}]'";
        move = "Try it with the header x-ecs-migration: yes. Then move the traffic, by letting the new rule match what the present one "
                + "does; with the conditions of step 2 it goes back:\n"
                + Migration.line("aws elbv2 modify-rule --rule-arn \"$RULE\" --conditions '" + present + "'");
    }

    private String taskDefinition() {
        return Migration.primary(service).map(set -> set.taskDefinition().replaceAll(".*/", "")).filter(name -> !name.isEmpty())
                .orElse(service.taskDefinition().isEmpty() ? "FAMILY:REVISION" : service.taskDefinition().replaceAll(".*/", ""));
    }
}
