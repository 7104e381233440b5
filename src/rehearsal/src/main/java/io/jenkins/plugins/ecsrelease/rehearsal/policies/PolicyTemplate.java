package io.jenkins.plugins.ecsrelease.rehearsal.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of the shipped IAM policies, with names in place of its placeholders. A resource that names a placeholder of
 * several values stands once for each of them.
 *
 * <p>Follows <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies.html">the reference of policy
 * documents</a>.
 */
public enum PolicyTemplate {
    /** Builds, pushes and judges images of the repositories. */
    BUILD,
    /** Reads what a plan needs and what a release watches; changes nothing. */
    PLAN,
    /** Deploys, takes back and promotes; needs {@link #PLAN} beside it. */
    DEPLOY,
    /** Takes snapshots and runs migrations; needs {@link #PLAN} and {@link #DEPLOY} beside it. */
    MIGRATE,
    /** Encrypts ECS Exec sessions, where a cluster names a KMS key for them. */
    ENCRYPTED_EXEC;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    /**
     * @param values for each placeholder the names it stands for
     * @throws IllegalArgumentException when a placeholder has no value: names which
     */
    public ObjectNode filled(Map<String, List<String>> values) throws IOException {
        ObjectNode policy = (ObjectNode) read();
        for (JsonNode statement : policy.path("Statement")) {
            if (statement.path("Resource") instanceof ArrayNode resources) {
                Set<String> named = new LinkedHashSet<>();
                for (JsonNode resource : resources) {
                    named.addAll(expanded(resource.asText(), values));
                }
                ArrayNode all = ((ObjectNode) statement).putArray("Resource");
                named.forEach(all::add);
            }
        }
        return policy;
    }

    /** Its name in lower case with '-', as files and options write it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every action that the policy allows. */
    public Set<String> actions() throws IOException {
        Set<String> actions = new LinkedHashSet<>();
        read().path("Statement").forEach(statement -> statement.path("Action").forEach(action -> actions.add(action.asText())));
        return actions;
    }

    private JsonNode read() throws IOException {
        String file = "/io/jenkins/plugins/ecsrelease/iam/" + title() + ".json";
        try (InputStream in = PolicyTemplate.class.getResourceAsStream(file)) {
            return JSON.readTree(in);
        }
    }

    private List<String> expanded(String resource, Map<String, List<String>> values) {
        Matcher next = PLACEHOLDER.matcher(resource);
        if (!next.find()) {
            return List.of(resource);
        }
        String name = next.group(1);
        List<String> known = values.getOrDefault(name, List.of());
        if (known.isEmpty()) {
            throw new IllegalArgumentException(
                    "The policy '" + title() + "' needs a value for '" + name + "'.");
        }
        List<String> all = new ArrayList<>();
        for (String value : known) {
            all.addAll(expanded(resource.replace("${" + name + "}", value), values));
        }
        return all;
    }
}
