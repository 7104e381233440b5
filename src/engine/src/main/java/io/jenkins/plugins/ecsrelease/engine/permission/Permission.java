package io.jenkins.plugins.ecsrelease.engine.permission;

/**
 * Something that an identity may be allowed.
 *
 * @param action such as "ecs:UpdateService"
 * @param resource an ARN, or "*" where the action knows none
 */
public record Permission(String action, String resource) {}
