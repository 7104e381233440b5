package io.jenkins.plugins.ecsrelease.rehearsal.example;

/**
 * A running environment of the example.
 *
 * @param loadBalancer its DNS name
 * @param loadBalancerArn to find its listeners by
 * @param family of its task definitions
 */
public record Environment(String cluster, String service, String family, String loadBalancer, String loadBalancerArn) {}
