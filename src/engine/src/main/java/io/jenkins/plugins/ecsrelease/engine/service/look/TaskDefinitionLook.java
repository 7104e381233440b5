package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * A task definition with its tags (DescribeTaskDefinition).
 *
 * @param name ARN, family and revision, or a family for its newest active revision
 */
public record TaskDefinitionLook(String name) implements Question<LiveTaskDefinition> {}
