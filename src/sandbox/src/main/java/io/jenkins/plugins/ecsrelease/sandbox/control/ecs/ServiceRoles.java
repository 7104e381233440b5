package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.authorization.IamUse;
import io.jenkins.plugins.ecsrelease.sandbox.control.iam.Identities;
import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Decision;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Principals;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Request;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Map;

/**
 * What ECS may do as a role that a service or task names. Only roles that exist in this sandbox's IAM are judged; another one is
 * taken to be allowed everything, so that a world can be set up without IAM.
 */
final class ServiceRoles {

    private final World world;

    ServiceRoles(World world) {
        this.world = world;
    }

    /**
     * Whether the role lets ECS assume it.
     *
     * @param source ARN of the service or task that it is for, which trust policies see as aws:SourceArn
     */
    boolean trusts(String roleArn, String service, String source) {
        return roleArn == null || world.part(Identities.class).role(roleArn)
                .map(role -> trusts(role, service, source)).orElse(true);
    }

    private static boolean trusts(Identities.Role role, String service, String source) {
        Request request = new Request("sts:AssumeRole", role.arn(),
                Map.of("aws:SourceArn", List.of(source), "aws:SourceAccount", List.of(Arns.account(source))));
        try {
            Decision.Trust trust =
                    Decision.trust(Policy.ofTrust(role.trust()), new Principals("Service", List.of(service)), request);
            return trust == Decision.Trust.CALLER || trust == Decision.Trust.ACCOUNT;
        } catch (Policy.Malformed e) {
            throw new IllegalStateException("A malformed trust policy was stored", e);
        }
    }

    /** Why not, in AWS's words; null when it is allowed. */
    String refusal(String roleArn, String session, String action, String resource) {
        if (roleArn == null || world.part(Identities.class).role(roleArn).isEmpty()) {
            return null;
        }
        Decision decision = Decision.of(
                new Request(action, resource, Map.of("aws:principalarn", List.of(roleArn))),
                world.part(Identities.class).layers(roleArn));
        if (decision.allowed()) {
            world.part(IamUse.class).used(roleArn, action, resource);
            return null;
        }
        world.part(IamUse.class).denied(roleArn, roleArn, action, resource, decision.because());
        return "User: " + roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/" + session
                + " is not authorized to perform: " + action + " on resource: " + resource + " " + decision.because();
    }
}
