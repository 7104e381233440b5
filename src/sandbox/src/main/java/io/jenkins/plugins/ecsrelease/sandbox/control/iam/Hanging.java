package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.LimitExceededException;

/** Policies on a user or a role: those of its own, and the managed ones attached to it. */
abstract class Hanging extends Room {

    Hanging(World world) {
        super(world);
    }

    final void put(Entity on, String policyName, String document) {
        checks.required(policyName, "policyName", NAME);
        on.inline.put(policyName, identityPolicy(document));
        changed(on.arn, Map.of("policyName", policyName));
    }

    final String get(Entity on, String policyName) {
        String document = on.inline.get(checks.required(policyName, "policyName", NAME));
        if (document == null) {
            throw absent("The " + kind(on) + " policy with name " + policyName + " cannot be found.");
        }
        return encoded(document);
    }

    final void delete(Entity from, String policyName) {
        get(from, policyName);
        from.inline.remove(policyName);
        changed(from.arn, Map.of("policyName", policyName));
    }

    final void attach(Entity to, String policyArn) {
        if (identities.policy(checks.required(policyArn, "policyArn")) == null) {
            throw absent("Policy " + policyArn + " does not exist or is not attachable.");
        }
        if (to.attached.size() >= 10 && !to.attached.contains(policyArn)) {
            throw LimitExceededException.builder()
                    .message("Cannot exceed quota for PoliciesPer" + (kind(to).equals("role") ? "Role" : "User") + ": 10").build();
        }
        if (to.attached.add(policyArn)) {
            changed(to.arn, Map.of("policyArn", policyArn));
        }
    }

    final void detach(Entity from, String policyArn) {
        if (!from.attached.remove(checks.required(policyArn, "policyArn"))) {
            throw absent("Policy " + policyArn + " was not found.");
        }
        changed(from.arn, Map.of("policyArn", policyArn));
    }

    final List<AttachedPolicy> attached(Entity to) {
        return to.attached.stream()
                .map(arn -> AttachedPolicy.builder().policyArn(arn).policyName(identities.policy(arn).name).build())
                .toList();
    }

    private static String kind(Entity entity) {
        return entity.trust == null ? "user" : "role";
    }
}
