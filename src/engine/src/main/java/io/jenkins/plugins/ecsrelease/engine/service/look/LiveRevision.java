package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.List;
import java.util.Map;

/**
 * A service revision.
 *
 * @param digests container name to the digest that ECS resolved; may be empty before its first task started
 * @param targetGroups those that this very revision registers in: what to judge the new version by
 */
public record LiveRevision(String arn, String taskDefinition, Map<String, String> digests, List<String> targetGroups) {}
