package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls of Amazon ECS in its own JSON, and how its members are read. */
public final class EcsJson {

    private static final String PREFIX = "AmazonEC2ContainerServiceV20141113.";

    private EcsJson() {}

    public static JsonNode call(Tools tools, String operation, JsonNode request) {
        return tools.raw().json("ecs", PREFIX + operation, request);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array(Collection<String> values) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::add);
        return array;
    }

    public static String text(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        return at.isMissingNode() || at.isNull() ? "" : at.asText();
    }

    public static int number(JsonNode node, String... path) {
        return at(node, path).asInt(0);
    }

    public static double decimal(JsonNode node, String... path) {
        return at(node, path).asDouble(0);
    }

    public static boolean flag(JsonNode node, String... path) {
        return at(node, path).asBoolean(false);
    }

    /** Seconds since 1970 with a fraction, or ISO 8601; null when absent. */
    public static Instant time(JsonNode node, String... path) {
        JsonNode at = at(node, path);
        if (at.isNumber()) {
            return Instant.ofEpochMilli(Math.round(at.asDouble() * 1000));
        }
        return at.isTextual() && !at.asText().isEmpty() ? Instant.parse(at.asText()) : null;
    }

    public static List<String> texts(JsonNode node, String... path) {
        List<String> texts = new ArrayList<>();
        at(node, path).forEach(item -> texts.add(item.asText()));
        return List.copyOf(texts);
    }

    /** A list of {@code name}/{@code value} pairs as a map in order. */
    public static Map<String, String> pairs(JsonNode list, String name, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        list.forEach(item -> pairs.put(text(item, name), text(item, value)));
        return pairs;
    }

    private static JsonNode at(JsonNode node, String... path) {
        JsonNode at = node;
        for (String name : path) {
            at = at.path(name);
        }
        return at;
    }
}
