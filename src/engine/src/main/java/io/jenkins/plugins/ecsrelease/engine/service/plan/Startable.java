package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.Egress;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the new tasks would find what they need to start. What may be allowed or reached in a way that cannot be seen
 * from here (a resource policy, a transit network) is a warning only.
 */
final class Startable implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        Ground ground = situation.ground();
        List<Concern> concerns = new ArrayList<>();
        Set<String> unread = new LinkedHashSet<>();
        ground.secrets().forEach((arn, answer) -> secret(arn, answer, concerns, unread));
        versions(situation, concerns);
        ground.allowed().forEach((look, answer) -> allowed(look, answer, concerns, unread));
        ground.logGroups().forEach((name, answer) -> logGroup(name, answer, concerns, unread));
        if (ground.egress() instanceof Answer.Known<Egress> known) {
            egress(situation, known.value(), concerns);
        } else if (ground.egress() != null) {
            unread.add("the subnets (" + code(ground.egress()) + ")");
        }
        if (!unread.isEmpty()) {
            concerns.add(Concern.warning("Not checked, because it could not be read: " + String.join(", ", unread) + "."));
        }
        return concerns;
    }

    private static void secret(String arn, Answer<SecretLook.State> answer, List<Concern> concerns, Set<String> unread) {
        if (missing(answer)) {
            concerns.add(Concern.error("The secret " + arn + " does not exist, and new tasks could not start without it: create "
                    + "it, or correct the task definition."));
        } else if (answer instanceof Answer.Known<SecretLook.State> known) {
            if (known.value().deleted()) {
                concerns.add(Concern.error("The secret " + arn + " is being deleted, and new tasks could not start without it: "
                        + "restore it, or correct the task definition."));
            }
        } else {
            unread.add("whether the task definition's secrets exist (" + code(answer) + ")");
        }
    }

    /** A version or stage that the task definition insists on and the secret does not have. */
    private static void versions(Situation situation, List<Concern> concerns) {
        for (LiveTaskDefinition.Container container : situation.definition().containers()) {
            container.secrets().forEach((name, from) -> {
                String version = SecretLook.versionOf(from);
                Answer<SecretLook.State> answer = situation.ground().secrets().get(SecretLook.arnOf(from));
                if (!version.isEmpty() && answer instanceof Answer.Known<SecretLook.State> known && !known.value().versions().contains(version)) {
                    concerns.add(Concern.error("The secret " + SecretLook.arnOf(from) + " has no version or stage '" + version + "', which "
                            + name + " of container " + container.name() + " asks for, and new tasks could not start without it."));
                }
            });
        }
    }

    private static void allowed(AllowedLook look, Answer<String> answer, List<Concern> concerns, Set<String> unread) {
        if (!(answer instanceof Answer.Known<String> known)) {
            unread.add("what the execution role may do (" + code(answer) + ")");
            return;
        }
        String role = look.role().replaceAll(".*/", "");
        switch (known.value()) {
            case "allowed" -> { }
            case "explicitDeny" -> concerns.add(Concern.error("The execution role " + role + " is explicitly denied "
                    + look.action() + " on " + look.resource() + ": new tasks could not read that secret."));
            default -> concerns.add(Concern.warning("No policy of the execution role " + role + " allows " + look.action() + " on "
                    + look.resource() + "; unless the secret's own policy does, new tasks cannot start."));
        }
    }

    private static void logGroup(String name, Answer<Boolean> answer, List<Concern> concerns, Set<String> unread) {
        if (missing(answer)) {
            concerns.add(Concern.error("The log group " + name + " does not exist, and new tasks could not start without it: "
                    + "create it, or set awslogs-create-group in the task definition."));
        } else if (!(answer instanceof Answer.Known)) {
            unread.add("whether the log groups exist (" + code(answer) + ")");
        }
    }

    private static void egress(Situation situation, Egress egress, List<Concern> concerns) {
        Set<String> missing = new TreeSet<>(Needs.services(situation));
        missing.removeAll(egress.endpoints());
        if (missing.isEmpty()) {
            return;
        }
        for (String subnet : egress.closed(situation.service().publicAddress())) {
            concerns.add(Concern.warning("The subnet " + subnet + (egress.wantsPublicAddress(subnet)
                    ? " reaches the internet only with public addresses, which the service does not assign"
                    : " has no default route") + ", and its network has no VPC endpoint for " + String.join(", ", missing)
                    + ": unless there is another way, new tasks cannot start. Add a NAT gateway or those endpoints."));
        }
    }

    private static boolean missing(Answer<?> answer) {
        return answer instanceof Answer.Unknown<?> unknown && unknown.problem().kind() == Problem.Kind.NOT_FOUND;
    }

    private static String code(Answer<?> answer) {
        Problem problem = answer.ifUnknown().orElseThrow();
        return problem.operation().isEmpty() ? problem.kind().name() : problem.operation() + ": " + problem.code();
    }
}
