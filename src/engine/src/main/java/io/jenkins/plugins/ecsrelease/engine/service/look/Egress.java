package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.util.Map;
import java.util.Set;

/**
 * The ways out of some subnets.
 *
 * @param routes subnet to its default route: "internet" through an internet gateway, which only public addresses can use;
 *     "out" through a NAT gateway or anything else; "none"
 * @param endpoints services with a VPC endpoint, such as "ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager"
 */
public record Egress(Map<String, String> routes, Set<String> endpoints) {}
