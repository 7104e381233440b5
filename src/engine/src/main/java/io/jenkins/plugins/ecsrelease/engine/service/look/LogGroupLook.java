package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** Whether a log group exists (DescribeLogGroups); known and true, or not found. */
public record LogGroupLook(String name) implements Question<Boolean> {}
