package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;
import java.util.List;

/**
 * Whose health it is: the new version's.
 *
 * @param targetGroups ARNs of the new version's own target groups; empty until ECS has resolved them, or without any
 * @param tasksUpSince when its tasks began to come up, and then when its first target was registered; null before
 */
public record Scope(List<String> targetGroups, Instant tasksUpSince) {

    /** The dimension value of a target group: the part of its ARN after the account. */
    static String dimension(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
