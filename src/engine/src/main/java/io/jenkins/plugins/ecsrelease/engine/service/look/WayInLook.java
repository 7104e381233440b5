package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** How requests come to a target group (DescribeTargetGroups, DescribeListeners, DescribeRules). */
public record WayInLook(String targetGroup) implements Question<WayIn> {}
