package io.jenkins.plugins.ecsrelease.sandbox.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy is asked about.
 *
 * @param action such as "ecs:UpdateService"
 * @param resource an ARN, or "*"
 * @param context condition keys in lower case, such as "aws:principalarn"
 */
public record Request(String action, String resource, Map<String, List<String>> context) {

    public Request {
        Map<String, List<String>> lower = new TreeMap<>();
        context.forEach((key, values) -> lower.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)));
        context = lower;
    }
}
