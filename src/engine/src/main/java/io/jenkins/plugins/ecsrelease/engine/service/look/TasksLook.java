package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * Tasks of a service (ListTasks, DescribeTasks), at most 100.
 *
 * @param desired "RUNNING" for those that are meant to run, "STOPPED" for those that ended within about the last hour
 */
public record TasksLook(String cluster, String service, String desired) implements Question<Tasks> {}
