package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService.Waits;
import java.util.List;

/**
 * How the service deploys, as this course has it.
 *
 * @param strategy ROLLING, BLUE_GREEN, LINEAR or CANARY, of this deployment
 * @param own the service's own deploymentConfiguration as JSON, to be put back
 * @param sent the deploymentConfiguration sent with UpdateService as JSON; empty when the service's own applies
 * @param waits that the strategy brings
 * @param productionRules listener rules (ALB) or listeners (NLB) that carry production traffic
 */
public record Setup(String strategy, String own, String sent, Waits waits, List<String> productionRules) {}
