package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.WayIn;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Commands of AWS' own command line, to be pasted into a shell. A value is an ARN, or a variable such as {@code $RULE} that a
 * command before it has set.
 */
final class Commands {

    /** As the developer guide of ECS calls it. */
    private static final String ROLE = "ecsInfrastructureRoleForLoadBalancers";

    private Commands() {}

    /** What a JSON text in single quotes has for a value. */
    static String json(String value) {
        return value.startsWith("$") ? "\"'\"" + value + "\"'\"" : "\"" + value + "\"";
    }

    /** The texts as JSON. */
    static String list(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
    }

    private static String argument(String value) {
        return value.startsWith("$") ? "\"" + value + "\"" : value;
    }

    /** All the traffic to the first, none to the second. */
    static String forward(String serving, String other) {
        return "'[{\"Type\":\"forward\",\"ForwardConfig\":{\"TargetGroups\":[{\"TargetGroupArn\":" + json(serving)
                + ",\"Weight\":1},{\"TargetGroupArn\":" + json(other) + ",\"Weight\":0}]}}]'";
    }

    static String modifyRule(String rule, String actions) {
        return "aws elbv2 modify-rule --rule-arn " + argument(rule) + " --actions " + actions;
    }

    /** @param conditions as JSON */
    static String createRule(String variable, String listener, int priority, String conditions, String actions) {
        return variable + "=$(aws elbv2 create-rule --listener-arn " + listener + " --priority " + priority + " --conditions '"
                + conditions + "' --actions " + actions + " --query 'Rules[0].RuleArn' --output text)";
    }

    /** A target group like another. */
    static String createTargetGroup(String variable, WayIn.Group like, String name) {
        return variable + "=$(aws elbv2 create-target-group --name " + name + " --protocol " + like.protocol() + " --port " + like.port()
                + " --vpc-id " + like.vpc() + " --target-type " + like.targetType()
                + (like.healthPath().isEmpty() ? "" : " --health-check-path " + like.healthPath())
                + " --query 'TargetGroups[0].TargetGroupArn' --output text)";
    }

    /** At most 32 letters, digits and hyphens. */
    static String named(WayIn.Group like, String suffix) {
        String name = like.name();
        return name.substring(0, Math.min(name.length(), 32 - suffix.length())).replaceFirst("-+$", "") + suffix;
    }

    /** @param service its ARN */
    static String role(String service) {
        return "arn:aws:iam::" + service.split(":")[4] + ":role/" + ROLE;
    }

    static List<String> createRole() {
        return List.of("aws iam create-role --role-name " + ROLE + " --assume-role-policy-document '{\"Version\":\"2012-10-17\","
                        + "\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs.amazonaws.com\"},"
                        + "\"Action\":\"sts:AssumeRole\"}]}'",
                "aws iam attach-role-policy --role-name " + ROLE
                        + " --policy-arn arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers");
    }
}
