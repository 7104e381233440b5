package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** The targets of a target group and their health (DescribeTargetHealth). */
public record TargetsLook(String targetGroup) implements Question<Targets> {}
