package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * The service as it is now (DescribeServices).
 *
 * @param cluster name or ARN
 * @param service name or ARN
 */
public record ServiceLook(String cluster, String service) implements Question<LiveService> {}
