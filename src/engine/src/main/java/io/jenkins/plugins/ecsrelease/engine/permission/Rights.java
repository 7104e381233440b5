package io.jenkins.plugins.ecsrelease.engine.permission;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a release of one service will need after its plan, the way back included: found out before anything is changed,
 * because a right to roll back that is missing shows itself only when it is too late.
 *
 * @param partition such as "aws"
 * @param family of the service's task definitions
 * @param roles that its tasks are given; passed on with every new version
 */
public record Rights(
        String partition, String region, String account, String cluster, String service, String family, List<String> roles) {

    /** Stands for ids that ECS has not given out yet. */
    private static final String ANY = "0123456789abcdef0123456789abcdef";

    /** @param taskDefinition ARN of the one that serves; cluster and service are names or ARNs */
    public static Rights of(String taskDefinition, String cluster, String service, List<String> roles) {
        String[] parts = taskDefinition.split(":");
        return new Rights(parts[1], parts[3], parts[4], last(cluster), last(service), last(parts[5]),
                roles.stream().filter(role -> role.startsWith("arn:")).distinct().toList());
    }

    private static String last(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /**
     * @param metrics whether its checks look at metrics
     * @param logGroups that its checks look into
     */
    public PermissionsLook look(boolean metrics, List<String> logGroups) {
        Set<Permission> needed = new LinkedHashSet<>();
        needed.add(new Permission("ecs:RegisterTaskDefinition", arn("task-definition/" + family + ":1")));
        needed.add(new Permission("ecs:TagResource", arn("task-definition/" + family + ":1")));
        roles.forEach(role -> needed.add(new Permission("iam:PassRole", role)));
        needed.add(new Permission("ecs:UpdateService", serviceArn()));
        for (String action : List.of("ecs:DescribeServiceDeployments", "ecs:StopServiceDeployment", "ecs:ContinueServiceDeployment")) {
            needed.add(new Permission(action, serviceArn()));
            needed.add(new Permission(action, arn("service-deployment/" + cluster + "/" + service + "/" + ANY)));
        }
        needed.add(new Permission("ecs:DescribeServiceRevisions", serviceArn()));
        needed.add(new Permission("ecs:DescribeServiceRevisions", arn("service-revision/" + cluster + "/" + service + "/" + ANY)));
        needed.add(new Permission("ecs:ListTasks", "*"));
        needed.add(new Permission("ecs:DescribeTasks", arn("task/" + cluster + "/" + ANY)));
        if (metrics) {
            needed.add(new Permission("cloudwatch:GetMetricData", "*"));
        }
        logGroups.forEach(group -> needed.add(new Permission("logs:FilterLogEvents",
                "arn:" + partition + ":logs:" + region + ":" + account + ":log-group:" + group + ":log-stream:")));
        return new PermissionsLook(new ArrayList<>(needed),
                Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com", "ecs:cluster", arn("cluster/" + cluster)));
    }

    private String serviceArn() {
        return arn("service/" + cluster + "/" + service);
    }

    private String arn(String resource) {
        return "arn:" + partition + ":ecs:" + region + ":" + account + ":" + resource;
    }
}
