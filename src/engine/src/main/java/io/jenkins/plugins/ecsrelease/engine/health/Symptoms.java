package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.look.HealthCheckLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LastWordsLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import io.jenkins.plugins.ecsrelease.engine.service.look.Tasks;
import java.util.List;

/**
 * What was seen of a version that did not come up.
 *
 * @param stopped its tasks that ended
 * @param targets its targets that are not healthy
 * @param events of the service since the release began, the newest first
 * @param check how its target group checks them; null where that is not known
 * @param securityGroups of its tasks
 * @param words the last lines of a task's log
 */
public record Symptoms(
        List<Tasks.Task> stopped,
        List<Targets.Target> targets,
        List<String> events,
        HealthCheckLook.Settings check,
        List<String> securityGroups,
        LastWordsLook.Words words) {

    public Symptoms(List<Tasks.Task> stopped, List<Targets.Target> targets, List<String> events) {
        this(stopped, targets, events, null, List.of(), LastWordsLook.Words.NONE);
    }
}
