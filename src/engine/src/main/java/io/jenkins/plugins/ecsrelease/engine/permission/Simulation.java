package io.jenkins.plugins.ecsrelease.engine.permission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.ContextKeyTypeEnum;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.ResourceSpecificResult;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;

/**
 * What IAM would decide, without doing it: many permissions of one identity in a call. Policies of resources are not looked at.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html">SimulatePrincipalPolicy</a>
 */
public final class Simulation {

    private Simulation() {}

    /**
     * @param identity ARN of a user or role
     * @param context condition keys that the calls will have
     * @return "allowed", "explicitDeny", "implicitDeny"; "conditional" where only a condition that cannot be judged from here
     *     stands in the way; without those that IAM says nothing about
     */
    public static Map<Permission, String> of(
            IamClient iam, String identity, Collection<Permission> permissions, Map<String, String> context) {
        Map<Permission, String> decisions = new HashMap<>();
        ask(iam, identity, permissions, context, decisions);
        for (Permission each : permissions) {
            // Where the answer to many does not tell them apart, each is asked for alone.
            if (!decisions.containsKey(each)) {
                ask(iam, identity, List.of(each), context, decisions);
            }
        }
        decisions.keySet().retainAll(List.copyOf(permissions));
        return decisions;
    }

    private static void ask(
            IamClient iam, String identity, Collection<Permission> about, Map<String, String> context, Map<Permission, String> decisions) {
        List<ContextEntry> entries = new ArrayList<>();
        context.forEach((key, value) -> entries.add(ContextEntry.builder().contextKeyName(key).contextKeyValues(value)
                .contextKeyType(ContextKeyTypeEnum.STRING).build()));
        SimulatePrincipalPolicyRequest request = SimulatePrincipalPolicyRequest.builder().policySourceArn(identity)
                .actionNames(about.stream().map(Permission::action).distinct().toList())
                .resourceArns(about.stream().map(Permission::resource).distinct().toList())
                .contextEntries(entries).build();
        for (EvaluationResult result : iam.simulatePrincipalPolicyPaginator(request).evaluationResults()) {
            String decision = decision(result.evalDecisionAsString(), result.missingContextValues());
            decisions.put(new Permission(result.evalActionName(), result.evalResourceName()), decision);
            for (ResourceSpecificResult one : result.resourceSpecificResults()) {
                decisions.put(new Permission(result.evalActionName(), one.evalResourceName()),
                        decision(one.evalResourceDecisionAsString(), one.missingContextValues()));
            }
            if (about.size() == 1) {
                decisions.putIfAbsent(about.iterator().next(), decision);
            }
        }
    }

    private static String decision(String told, List<String> missingContext) {
        return "implicitDeny".equals(told) && !missingContext.isEmpty() ? "conditional" : told;
    }
}
