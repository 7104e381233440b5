package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;
import java.util.List;

/**
 * Whose health it is: the new version's, and whose it is compared with.
 *
 * @param cluster name or ARN
 * @param service name or ARN
 * @param taskDefinition ARN of the new version
 * @param oldTaskDefinition ARN of the version that served before
 * @param targetGroups ARNs of the new version's own target groups; empty until ECS has resolved them, or without any
 * @param oldTargetGroups those of the version that served before, in the same order
 * @param routes ARNs of the listener rules or listeners of production traffic
 * @param startedAt when the release began
 * @param tasksUpSince when its tasks began to come up, and then when its first target was registered; null before
 * @param testSince when test traffic was first seen to reach it; null before
 * @param trafficSince when production traffic was first seen to reach it; null before
 */
public record Scope(
        String cluster,
        String service,
        String taskDefinition,
        String oldTaskDefinition,
        List<String> targetGroups,
        List<String> oldTargetGroups,
        List<String> routes,
        Instant startedAt,
        Instant tasksUpSince,
        Instant testSince,
        Instant trafficSince) {

    public Scope {
        targetGroups = List.copyOf(targetGroups);
        oldTargetGroups = List.copyOf(oldTargetGroups);
        routes = List.copyOf(routes);
    }

    public Scope at(List<String> groups, List<String> oldGroups) {
        return new Scope(cluster, service, taskDefinition, oldTaskDefinition, groups, oldGroups, routes, startedAt,
                tasksUpSince, testSince, trafficSince);
    }

    /** All of it is up and has all the traffic, since a time at the latest. */
    public Scope live(Instant since) {
        return new Scope(cluster, service, taskDefinition, oldTaskDefinition, targetGroups, oldTargetGroups, routes, startedAt,
                tasksUpSince == null ? since : tasksUpSince, testSince == null ? since : testSince,
                trafficSince == null ? since : trafficSince);
    }

    /** The CloudWatch dimension TargetGroup of its first target group: the part of its ARN after the account. */
    String targetGroup() {
        return dimension(targetGroups);
    }

    String oldTargetGroup() {
        return dimension(oldTargetGroups);
    }

    private static String dimension(List<String> groups) {
        return groups.isEmpty() ? "" : groups.get(0).substring(groups.get(0).lastIndexOf(':') + 1);
    }

    /** The CloudWatch dimension LoadBalancer, such as "app/shop/50dc6c495c0c9188": it is part of every rule's ARN. */
    String loadBalancer() {
        if (routes.isEmpty()) {
            return "";
        }
        String[] parts = routes.get(0).substring(routes.get(0).lastIndexOf(':') + 1).split("/");
        return parts.length < 4 ? "" : parts[1] + "/" + parts[2] + "/" + parts[3];
    }

    /** Family and revision of a task definition's ARN. */
    static String nameOf(String taskDefinition) {
        return taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1);
    }
}
