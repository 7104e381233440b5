package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;

/**
 * GetRole, one a call. What conditions a trust policy has is not judged: AWS' own example has some on the account and the
 * cluster.
 */
public final class TrustLoader implements Loader<TrustLook, Boolean> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Class<TrustLook> question() {
        return TrustLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<TrustLook, Answer<Boolean>> load(Tools tools, Set<TrustLook> questions) {
        Map<TrustLook, Answer<Boolean>> answers = new HashMap<>();
        for (TrustLook look : questions) {
            Role role = tools.client(IamClient.class)
                    .getRole(request -> request.roleName(look.role().substring(look.role().lastIndexOf('/') + 1))).role();
            if (look.role().equals(role.arn())) {
                answers.put(look, Answer.known(trusts(role.assumeRolePolicyDocument(), look.service())));
            }
        }
        return answers;
    }

    /** @param document as IAM has it, encoded like a part of an address */
    static boolean trusts(String document, String service) {
        JsonNode policy;
        try {
            policy = JSON.readTree(URLDecoder.decode(document, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("IAM answered with a trust policy that is no JSON.", e);
        }
        boolean allowed = false;
        for (JsonNode statement : many(policy.path("Statement"))) {
            boolean about = names(statement.path("Action"), List.of("sts:assumerole", "sts:*", "*"))
                    && (names(statement.path("Principal"), List.of("*"))
                            || names(statement.path("Principal").path("Service"), List.of(service, "*")));
            if (about && "Deny".equals(EcsJson.text(statement, "Effect")) && !statement.has("Condition")) {
                return false;
            }
            allowed |= about && "Allow".equals(EcsJson.text(statement, "Effect"));
        }
        return allowed;
    }

    private static boolean names(JsonNode oneOrMany, List<String> wanted) {
        for (JsonNode each : many(oneOrMany)) {
            if (each.isTextual() && wanted.contains(each.asText().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static Iterable<JsonNode> many(JsonNode oneOrMany) {
        return oneOrMany.isArray() ? oneOrMany : oneOrMany.isMissingNode() ? List.of() : List.of(oneOrMany);
    }
}
