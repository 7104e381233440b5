package io.jenkins.plugins.ecsrelease.sandbox.policy;

import java.util.List;
import java.util.Map;

/**
 * Who asks, as the Principal element of a resource policy may name them.
 *
 * @param kind "AWS", "Service" or "Federated"
 * @param names every name that stands for them: for an assumed role the session, the role, the account's root and number
 */
public record Principals(String kind, List<String> names) {

    /**
     * @param principal the ARN that acts
     * @param source the ARN of its user or role
     */
    public static Principals aws(String account, String principal, String source) {
        return new Principals("AWS", List.of(principal, source, "arn:aws:iam::" + account + ":root", account));
    }

    boolean named(Map<String, List<String>> principals) {
        List<String> wanted = principals.getOrDefault(kind, List.of());
        return wanted.contains("*") || wanted.stream().anyMatch(names::contains);
    }

    /** Whether a policy names the caller itself and not only its account, so that no identity policy is needed too. */
    boolean namedDirectly(Map<String, List<String>> principals) {
        List<String> wanted = principals.getOrDefault(kind, List.of());
        return !kind.equals("AWS") || wanted.stream().anyMatch(names.subList(0, 2)::contains);
    }
}
