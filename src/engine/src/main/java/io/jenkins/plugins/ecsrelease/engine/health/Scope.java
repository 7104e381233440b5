package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;
import java.util.List;

/**
 * Whose health it is: the new version's.
 *
 * @param targetGroups ARNs of the new version's own target groups; empty until ECS has resolved them, or without any
 * @param routes ARNs of the listener rules or listeners of production traffic
 * @param tasksUpSince when its tasks began to come up, and then when its first target was registered; null before
 */
public record Scope(List<String> targetGroups, List<String> routes, Instant tasksUpSince) {

    /** The CloudWatch dimension TargetGroup of its first target group: the part of its ARN after the account. */
    String targetGroup() {
        return targetGroups.isEmpty() ? "" : targetGroups.get(0).substring(targetGroups.get(0).lastIndexOf(':') + 1);
    }

    /** The CloudWatch dimension LoadBalancer, such as "app/shop/50dc6c495c0c9188": it is part of every rule's ARN. */
    String loadBalancer() {
        if (routes.isEmpty()) {
            return "";
        }
        String[] parts = routes.get(0).substring(routes.get(0).lastIndexOf(':') + 1).split("/");
        return parts.length < 4 ? "" : parts[1] + "/" + parts[2] + "/" + parts[3];
    }
}
