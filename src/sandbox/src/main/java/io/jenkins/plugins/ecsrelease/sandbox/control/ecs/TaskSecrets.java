package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** The secrets that a task's execution role reads before its containers start. */
final class TaskSecrets {

    TaskSecrets(World world) {}

    /** Why the task cannot start; null when it can. */
    String failure(TaskRecord task) {
        return null;
    }

    Map<String, String> values(TaskRecord task, ContainerDefinition container) {
        return Map.of();
    }
}
