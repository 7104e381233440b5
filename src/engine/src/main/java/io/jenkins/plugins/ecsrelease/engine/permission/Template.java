package io.jenkins.plugins.ecsrelease.engine.permission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A policy document with placeholders such as {@code ${cluster}}. A text that names a placeholder of several values stands
 * once for each of them. What names an optional placeholder without a value is left out, and so is a statement of which
 * no resource is left.
 *
 * <p>Follows <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies.html">the reference of policy
 * documents</a>.
 */
final class Template {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
    private static final String FOLDER = "/io/jenkins/plugins/ecsrelease/iam/";

    /** What a service may be without. */
    private static final Set<String> OPTIONAL = Set.of(
            "auditLogGroup", "baseRepository", "database", "externalId", "infrastructureRole", "key", "logGroup", "parameter", "secret", "taskRole");

    private final String title;
    private final ObjectNode document;

    private Template(String title, ObjectNode document) {
        this.title = title;
        this.document = document;
    }

    static Template named(String title) {
        try (InputStream in = Template.class.getResourceAsStream(FOLDER + title + ".json")) {
            return new Template(title, (ObjectNode) JSON.readTree(in));
        } catch (IOException e) {
            throw new IllegalStateException("The policy '" + title + "' is part of this plugin and cannot be read.", e);
        }
    }

    JsonNode document() {
        return document;
    }

    Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        Matcher found = PLACEHOLDER.matcher(document.toString());
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    ObjectNode filled(Map<String, List<String>> values) {
        ObjectNode filled = document.deepCopy();
        ArrayNode statements = filled.putArray("Statement");
        for (JsonNode each : document.path("Statement")) {
            ObjectNode statement = (ObjectNode) filled(each, values);
            boolean empty = each.path("Resource").isArray() && statement.path("Resource").isEmpty();
            if (!empty) {
                statements.add(statement);
            }
        }
        return filled;
    }

    private JsonNode filled(JsonNode node, Map<String, List<String>> values) {
        if (node.isTextual()) {
            List<String> all = expanded(node.asText(), values);
            return all.size() == 1 ? JsonNodeFactory.instance.textNode(all.get(0)) : array(all);
        }
        if (node.isArray()) {
            Set<String> all = new LinkedHashSet<>();
            node.forEach(each -> all.addAll(expanded(each.asText(), values)));
            return array(all);
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Iterator<Map.Entry<String, JsonNode>> members = node.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            JsonNode value = filled(member.getValue(), values);
            boolean nothing = value.isContainerNode() && value.isEmpty() && !member.getKey().equals("Resource");
            if (!nothing) {
                expanded(member.getKey(), values).forEach(name -> object.set(name, value));
            }
        }
        return object;
    }

    private static ArrayNode array(Iterable<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    private List<String> expanded(String text, Map<String, List<String>> values) {
        Matcher next = PLACEHOLDER.matcher(text);
        if (!next.find()) {
            return List.of(text);
        }
        String name = next.group(1);
        List<String> known = values.getOrDefault(name, List.of());
        if (known.isEmpty() && !OPTIONAL.contains(name)) {
            throw new IllegalArgumentException("The policy '" + title + "' needs a value for '" + name + "'.");
        }
        List<String> all = new ArrayList<>();
        for (String value : known) {
            all.addAll(expanded(text.replace("${" + name + "}", value), values));
        }
        return all;
    }
}
