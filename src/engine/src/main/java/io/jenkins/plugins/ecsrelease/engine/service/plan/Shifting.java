package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TrustLook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether ECS can move the traffic with the roles that the service's load balancers name: what it finds out itself only once
 * the new tasks run, and reports as a failed hook. What could not be asked is a warning only.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html">
 *     Amazon ECS infrastructure IAM role for load balancers</a>
 */
final class Shifting implements Rule {

    private static final String POLICY = "the policy AmazonECSInfrastructureRolePolicyForLoadBalancers (./policies --role infrastructure "
            + "prints such a role)";

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        Map<String, Problem> unasked = new LinkedHashMap<>();
        situation.ground().trust().forEach((look, answer) -> role(look, answer, situation.ground().shifting(), concerns, unasked));
        unasked.values().forEach(problem -> concerns.add(Concern.warning("Whether ECS can move the traffic with its infrastructure role "
                + "was not checked: " + problem.text())));
        return concerns;
    }

    private static void role(TrustLook look, Answer<Boolean> trust, Map<AllowedLook, Answer<String>> asked, List<Concern> concerns,
            Map<String, Problem> unasked) {
        Map<String, Set<String>> missing = new TreeMap<>();
        boolean absent = absent(trust);
        for (Map.Entry<AllowedLook, Answer<String>> each : asked.entrySet()) {
            if (each.getKey().role().equals(look.role())) {
                absent |= absent(each.getValue());
                unasked(each.getValue(), unasked);
                each.getValue().ifKnown().filter(decision -> decision.endsWith("Deny")).ifPresent(denied ->
                        missing.computeIfAbsent(each.getKey().action(), none -> new TreeSet<>()).add(each.getKey().resource()));
            }
        }
        if (absent) {
            concerns.add(Concern.error("The infrastructure role " + look.role() + ", with which ECS is to move the service's traffic, does "
                    + "not exist: create one that " + look.service() + " may assume, with " + POLICY + ", and name it as roleArn."));
            return;
        }
        unasked(trust, unasked);
        if (trust.ifKnown().filter(trusts -> !trusts).isPresent()) {
            concerns.add(Concern.error("The infrastructure role " + look.role() + " does not let " + look.service() + " assume it, and ECS "
                    + "could not move the service's traffic: allow it sts:AssumeRole in the role's trust policy."));
        }
        if (!missing.isEmpty()) {
            List<String> rights = new ArrayList<>();
            missing.forEach((action, resources) -> rights.add(action + " on " + String.join(" and ", resources)));
            concerns.add(Concern.error("The infrastructure role " + look.role() + " may not " + String.join(", ", rights) + ": ECS would "
                    + "find that out with the new tasks running, and take the release back. Give the role " + POLICY + "."));
        }
    }

    private static boolean absent(Answer<?> answer) {
        return answer.ifUnknown().filter(problem -> problem.kind() == Problem.Kind.NOT_FOUND).isPresent();
    }

    private static void unasked(Answer<?> answer, Map<String, Problem> unasked) {
        answer.ifUnknown().filter(problem -> problem.kind() != Problem.Kind.NOT_FOUND)
                .ifPresent(problem -> unasked.putIfAbsent(problem.operation() + problem.code(), problem));
    }
}
