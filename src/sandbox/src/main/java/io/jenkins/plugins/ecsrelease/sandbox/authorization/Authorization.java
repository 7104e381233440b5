package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.ecsrelease.sandbox.control.iam.Identities;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Decision;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Principals;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Request;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides every call by the policies of its caller. A part of the world. Nothing is refused until {@link #enforce}, but
 * what was used is always recorded; the built-in administrator of an account may do everything.
 */
public final class Authorization {

    private final World world;
    private final Identities identities;
    private final IamUse use;
    private volatile boolean enforced;
    private volatile Lookup lookup = (service, operation, request) -> MissingNode.getInstance();

    Authorization(World world) {
        this.world = world;
        identities = world.part(Identities.class);
        use = world.part(IamUse.class);
    }

    public void enforce(boolean on) {
        enforced = on;
    }

    /** How the world is read, to find out what a call is about. */
    public void reading(Lookup through) {
        lookup = through;
    }

    /**
     * @param request the message, members named as its protocol does
     * @return why it is denied, in AWS's words; empty if it is allowed
     */
    public Optional<String> denial(AccessKeys.Key key, Call call, JsonNode request) {
        if (key.id().isEmpty()) {
            return Optional.empty();
        }
        Asking asking = new Asking(call, request, world, lookup);
        List<Need> needs = Needs.of(asking);
        for (Need need : needs) {
            Optional<String> denial = denial(key, need, asking);
            if (denial.isPresent()) {
                return denial;
            }
        }
        needs.forEach(need -> use.used(key.source(), need.action(), need.resource()));
        return Optional.empty();
    }

    /**
     * Whether a key may do something that is no operation of the API, such as pushing a layer to the registry.
     *
     * @return why it is denied; empty if it is allowed
     */
    public Optional<String> denial(String keyId, String action, String resource) {
        AccessKeys.Key key = world.part(AccessKeys.class).find(keyId).orElse(null);
        if (key == null) {
            return Optional.empty();
        }
        Need need = new Need(action, resource, Map.of());
        Call call = Call.current();
        Optional<String> denial = denial(key, need, new Asking(call, JsonNodeFactory.instance.objectNode(), world, lookup));
        if (denial.isEmpty()) {
            use.used(key.source(), action, resource);
        }
        return denial;
    }

    private Optional<String> denial(AccessKeys.Key key, Need need, Asking asking) {
        if (!enforced || AccessKeys.isAdministrator(key)) {
            return Optional.empty();
        }
        Request request = new Request(need.action(), need.resource(), context(key, need, asking));
        Decision.Trust trust = trust(key, request, asking);
        Decision decision = trust == Decision.Trust.DENIED
                ? new Decision(false, true, "with an explicit deny in a resource-based policy")
                : Decision.of(request, identities.layers(key));
        // A resource that names the caller itself needs no permission of the caller's own account; a deny still counts.
        if (decision.allowed() && trust != Decision.Trust.SILENT
                || trust == Decision.Trust.CALLER && !decision.explicit()) {
            return Optional.empty();
        }
        String because = decision.allowed()
                ? "because no resource-based policy allows the " + need.action() + " action"
                : decision.because();
        use.denied(key.principal(), key.source(), need.action(), need.resource(), because);
        return Optional.of(sentence(key.principal(), need.action(), need.resource(), because));
    }

    /** What the resource's own policy says; that of a resource without one leaves it to the account. */
    private Decision.Trust trust(AccessKeys.Key key, Request request, Asking asking) {
        String document = null;
        boolean additive = false;
        if (request.action().equals("sts:AssumeRole")) {
            document = identities.role(request.resource()).map(Identities.Role::trust).orElse(null);
        } else if (request.action().startsWith("kms:") && request.resource().contains(":key/")) {
            document = asking.look("kms", "GetKeyPolicy",
                    JsonNodeFactory.instance.objectNode().put("KeyId", request.resource())).path("Policy").asText(null);
        } else if (request.action().startsWith("ecr:") && request.resource().contains(":repository/")) {
            additive = true;
            document = asking.look("ecr", "GetRepositoryPolicy", JsonNodeFactory.instance.objectNode()
                    .put("registryId", request.resource().split(":")[4])
                    .put("repositoryName", request.resource().substring(request.resource().indexOf(":repository/") + 12)))
                    .path("policyText").asText(null);
        }
        String[] parts = request.resource().split(":", 6);
        boolean foreign = parts.length == 6 && parts[4].matches("\\d{12}") && !parts[4].equals(key.account());
        if (document == null) {
            return foreign ? Decision.Trust.SILENT : Decision.Trust.ACCOUNT;
        }
        try {
            Principals caller = Principals.aws(key.account(), key.principal(), key.source());
            Decision.Trust trust = Decision.trust(Policy.ofResource(document), caller, request);
            // Across accounts both sides must allow; a repository's policy adds to its account's own permissions.
            if (trust == Decision.Trust.CALLER && foreign || trust == Decision.Trust.SILENT && !foreign && additive) {
                return Decision.Trust.ACCOUNT;
            }
            return trust;
        } catch (Policy.Malformed e) {
            throw new IllegalStateException("A malformed policy was stored", e);
        }
    }

    private Map<String, List<String>> context(AccessKeys.Key key, Need need, Asking asking) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        Instant now = world.time().now();
        context.put("aws:PrincipalArn", List.of(key.source()));
        context.put("aws:PrincipalAccount", List.of(key.account()));
        context.put("aws:PrincipalType", List.of(key.token().isEmpty() ? "User" : "AssumedRole"));
        context.put("aws:userid", List.of(key.userId()));
        if (key.token().isEmpty()) {
            context.put("aws:username", List.of(key.principal().substring(key.principal().lastIndexOf('/') + 1)));
        }
        context.put("aws:RequestedRegion", List.of(asking.call().region()));
        context.put("aws:CurrentTime", List.of(now.toString()));
        context.put("aws:EpochTime", List.of(String.valueOf(now.getEpochSecond())));
        context.put("aws:SourceIp", List.of("127.0.0.1"));
        // Loopback stands for the encrypted way to AWS.
        context.put("aws:SecureTransport", List.of("true"));
        identities.tags(key.source()).forEach((name, value) -> context.put("aws:PrincipalTag/" + name, List.of(value)));
        key.tags().forEach((name, value) -> context.put("aws:PrincipalTag/" + name, List.of(value)));
        ResourceTags.of(need.resource(), asking).forEach((name, value) -> context.put("aws:ResourceTag/" + name, List.of(value)));
        context.putAll(need.context());
        return context;
    }

    private static String sentence(String principal, String action, String resource, String because) {
        return "User: " + principal + " is not authorized to perform: " + action + " on resource: " + resource + " " + because;
    }
}
