package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * How many connections the instance class of a database allows by default.
 *
 * @param cluster whose writer is meant; empty where an instance is
 * @param instance empty where a cluster is meant
 */
public record ConnectionLimitLook(String cluster, String instance) implements Question<Double> {}
