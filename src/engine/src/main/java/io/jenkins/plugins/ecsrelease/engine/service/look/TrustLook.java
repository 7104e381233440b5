package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * Whether a role lets a service of AWS assume it (GetRole). A role that exists at another path than the ARN says does not
 * exist.
 *
 * @param role its ARN
 * @param service such as "ecs.amazonaws.com"
 */
public record TrustLook(String role, String service) implements Question<Boolean> {}
