package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.control.Page;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Decision;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Request;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.InvalidInputException;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/** What policies would decide, by the same evaluation that binds calls. */
final class Simulation extends Room {

    Simulation(World world) {
        super(world);
    }

    @Override
    public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(SimulatePrincipalPolicyRequest request) {
        String source = checks.required(request.policySourceArn(), "policySourceArn");
        if (AccessKeys.isAdministrator(source)) {
            return allowed(request);
        }
        if (identities.entity(source).isEmpty()) {
            throw absent("The entity " + source + " cannot be found.");
        }
        List<Decision.Layer> layers = new ArrayList<>();
        for (Decision.Layer layer : identities.layers(source)) {
            boolean own = layer.kind().equals("identity-based policy");
            layers.add(own ? with(layer, parsed(request.policyInputList())) : layer);
        }
        Page<EvaluationResult> page = page(results(layers, checks.required(request.actionNames(), "actionNames"),
                request.resourceArns(), request.contextEntries()), request.marker(), request.maxItems());
        return SimulatePrincipalPolicyResponse.builder().evaluationResults(page.items())
                .isTruncated(page.next() != null).marker(page.next()).build();
    }

    @Override
    public SimulateCustomPolicyResponse simulateCustomPolicy(SimulateCustomPolicyRequest request) {
        List<Policy> policies = parsed(checks.required(request.policyInputList(), "policyInputList"));
        Page<EvaluationResult> page = page(results(List.of(new Decision.Layer("identity-based policy", policies)),
                checks.required(request.actionNames(), "actionNames"), request.resourceArns(), request.contextEntries()),
                request.marker(), request.maxItems());
        return SimulateCustomPolicyResponse.builder().evaluationResults(page.items())
                .isTruncated(page.next() != null).marker(page.next()).build();
    }

    /** No policy binds the built-in administrator. */
    private SimulatePrincipalPolicyResponse allowed(SimulatePrincipalPolicyRequest request) {
        try {
            Policy all = Policy.ofIdentity("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}""");
            return SimulatePrincipalPolicyResponse.builder().isTruncated(false).evaluationResults(results(
                    List.of(new Decision.Layer("identity-based policy", List.of(all))),
                    checks.required(request.actionNames(), "actionNames"), request.resourceArns(), request.contextEntries())).build();
        } catch (Policy.Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static Decision.Layer with(Decision.Layer layer, List<Policy> more) {
        List<Policy> all = new ArrayList<>(layer.policies());
        all.addAll(more);
        return new Decision.Layer(layer.kind(), all);
    }

    private static List<Policy> parsed(List<String> documents) {
        List<Policy> policies = new ArrayList<>();
        for (String document : documents) {
            try {
                policies.add(Policy.ofIdentity(document));
            } catch (Policy.Malformed e) {
                throw InvalidInputException.builder().message(e.getMessage()).build();
            }
        }
        return policies;
    }

    private static List<EvaluationResult> results(
            List<Decision.Layer> layers, List<String> actions, List<String> resources, List<ContextEntry> context) {
        Map<String, List<String>> keys = context.stream()
                .collect(Collectors.toMap(ContextEntry::contextKeyName, ContextEntry::contextKeyValues));
        List<EvaluationResult> results = new ArrayList<>();
        for (String action : actions) {
            if (!action.matches("[a-zA-Z0-9-]+:[a-zA-Z0-9]+")) {
                throw InvalidInputException.builder().message("Invalid Action: " + action).build();
            }
            for (String resource : resources.isEmpty() ? List.of("*") : resources) {
                Decision decision = Decision.of(new Request(action, resource, keys), layers);
                results.add(EvaluationResult.builder().evalActionName(action).evalResourceName(resource)
                        .evalDecision(decision.allowed() ? PolicyEvaluationDecisionType.ALLOWED
                                : decision.explicit() ? PolicyEvaluationDecisionType.EXPLICIT_DENY
                                : PolicyEvaluationDecisionType.IMPLICIT_DENY)
                        .matchedStatements(List.of()).missingContextValues(List.of()).build());
            }
        }
        return results;
    }
}
