package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** One service deployment, pinned by its ARN (DescribeServiceDeployments). */
public record DeploymentLook(String arn) implements Question<LiveDeployment> {}
