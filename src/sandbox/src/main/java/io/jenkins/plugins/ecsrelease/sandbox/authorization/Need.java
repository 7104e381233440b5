package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import java.util.List;
import java.util.Map;

/**
 * One action that a call needs to be allowed. Most calls need one; starting a task also needs iam:PassRole for its roles.
 *
 * @param context condition keys beside those that every call has
 */
record Need(String action, String resource, Map<String, List<String>> context) {}
