package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** Where a listener rule (ALB) or a listener (NLB) sends traffic now (DescribeRules, DescribeListeners). */
public record RouteLook(String arn) implements Question<Route> {}
