package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.permission.Permission;
import io.jenkins.plugins.ecsrelease.engine.permission.PermissionsLook;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whether the acting identity may do all that the release will need, taking it back included. What it was denied already is
 * no less an error: a release that begins half blind cannot be judged.
 */
public final class Allowed {

    private Allowed() {}

    /**
     * @param asked what the release cannot do without knowing
     * @param plan only to be looked at: an identity that may change nothing at all then gets a warning
     */
    public static List<Concern> concerns(View view, Collection<Question<?>> asked, PermissionsLook look, boolean plan) {
        List<Concern> concerns = new ArrayList<>();
        for (Question<?> question : asked) {
            if (view.of(question) instanceof Answer.Unknown<?> unknown && unknown.problem().kind() == Problem.Kind.DENIED) {
                concerns.add(Concern.error(unknown.problem().full()));
            }
        }
        Answer<PermissionsLook.Standing> answer = view.of(look);
        if (answer instanceof Answer.Known<PermissionsLook.Standing> known) {
            concerns.addAll(missing(known.value(), plan));
        } else if (answer.ifUnknown().orElseThrow().kind() != Problem.Kind.DENIED) {
            concerns.add(Concern.warning("Whether the acting identity may do all that this release needs, and take it back, could "
                    + "not be found out: " + answer.ifUnknown().orElseThrow().full()));
        }
        return concerns;
    }

    private static List<Concern> missing(PermissionsLook.Standing standing, boolean plan) {
        Map<String, TreeSet<String>> missing = new LinkedHashMap<>();
        for (Permission each : standing.missing()) {
            missing.computeIfAbsent(each.action(), none -> new TreeSet<>()).add(each.resource());
        }
        if (plan && missing.keySet().containsAll(List.of("ecs:RegisterTaskDefinition", "ecs:UpdateService"))) {
            return List.of(Concern.warning(standing.identity() + " may plan and change nothing: the release itself needs an identity "
                    + "with the policy 'deploy'."));
        }
        List<Concern> concerns = new ArrayList<>();
        missing.forEach((action, resources) -> concerns.add(Concern.error(standing.identity() + " may not " + action + " on "
                + String.join(" and ", resources) + why(action) + " Allow it"
                + ShippedPolicy.naming(action).map(policy -> ": the policy '" + policy.title() + "' that ./policies prints does").orElse("")
                + ".")));
        return concerns;
    }

    private static String why(String action) {
        return switch (action) {
            case "ecs:StopServiceDeployment", "ecs:ContinueServiceDeployment" -> ", without which a release that fails could not be taken back.";
            default -> ", which this release needs, or the way back from it.";
        };
    }
}
