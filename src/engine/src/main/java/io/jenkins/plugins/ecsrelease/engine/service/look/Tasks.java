package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.time.Instant;
import java.util.List;

/** Tasks of one service. */
public record Tasks(List<Task> tasks) {

    public Tasks {
        tasks = List.copyOf(tasks);
    }

    /** @param stopCode such as TaskFailedToStart, EssentialContainerExited, ServiceSchedulerInitiated; empty while it runs */
    public record Task(
            String arn,
            String taskDefinition,
            String lastStatus,
            String stopCode,
            String stoppedReason,
            Instant createdAt,
            List<Container> containers) {

        /** The id at the end of the ARN. */
        public String id() {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }
    }

    /** @param exitCode null when there is none */
    public record Container(String name, String imageDigest, String lastStatus, Integer exitCode, String reason) {}

    /** Those of a task definition. */
    public List<Task> of(String taskDefinition) {
        return tasks.stream().filter(task -> task.taskDefinition().equals(taskDefinition)).toList();
    }
}
