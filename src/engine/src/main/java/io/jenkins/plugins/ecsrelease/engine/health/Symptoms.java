package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.List;

/**
 * What was seen of a version that did not come up.
 *
 * @param stopped its tasks that ended
 * @param targets its targets that are not healthy
 * @param events of the service since the release began, the newest first
 */
public record Symptoms(List<Tasks.Task> stopped, List<Targets.Target> targets, List<String> events) {}
