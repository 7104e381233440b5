package io.jenkins.plugins.ecsrelease.sandbox.policy;

import java.util.List;

/**
 * What policies say to one request. See
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 *
 * @param because AWS's own words for a refusal; empty where it is allowed
 */
public record Decision(boolean allowed, boolean explicit, String because) {

    /**
     * A set of policies of one kind, such as those of an identity, its boundary, or its session.
     *
     * @param kind such as "identity-based policy"
     * @param policies null where this kind does not bind the caller
     */
    public record Layer(String kind, List<Policy> policies) {}

    /** Every layer that binds must allow, and no statement of any may deny. */
    public static Decision of(Request request, List<Layer> layers) {
        for (Layer layer : layers) {
            if (layer.policies() != null && anyApplies(layer, request, false)) {
                return new Decision(false, true, "with an explicit deny in "
                        + (layer.kind().startsWith("i") ? "an " : "a ") + layer.kind());
            }
        }
        for (Layer layer : layers) {
            if (layer.policies() != null && !anyApplies(layer, request, true)) {
                return new Decision(false, false,
                        "because no " + layer.kind() + " allows the " + request.action() + " action");
            }
        }
        return new Decision(true, false, "");
    }

    private static boolean anyApplies(Layer layer, Request request, boolean allows) {
        return layer.policies().stream().flatMap(policy -> policy.statements().stream())
                .anyMatch(statement -> statement.allows() == allows && statement.applies(request));
    }

    /** What a resource's own policy says. */
    public enum Trust {
        DENIED,
        SILENT,
        /** It allows the caller's account, whose identity policies must allow it as well. */
        ACCOUNT,
        /** It allows the caller itself. */
        CALLER
    }

    public static Trust trust(Policy policy, Principals caller, Request request) {
        Trust trust = Trust.SILENT;
        for (Statement statement : policy.statements()) {
            boolean named = statement.principals() != null
                    ? caller.named(statement.principals())
                    : !caller.named(statement.notPrincipals());
            if (named && statement.applies(request)) {
                if (!statement.allows()) {
                    return Trust.DENIED;
                }
                boolean directly = statement.principals() != null && caller.namedDirectly(statement.principals());
                trust = directly || trust == Trust.CALLER ? Trust.CALLER : Trust.ACCOUNT;
            }
        }
        return trust;
    }
}
