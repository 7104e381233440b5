package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * Whether a role's own policies allow an action on a resource (SimulatePrincipalPolicy): "allowed", "implicitDeny",
 * "explicitDeny", or "conditional" where a condition decides that cannot be judged from here. A resource's policy is not
 * looked at.
 */
public record AllowedLook(String role, String action, String resource) implements Question<String> {}
