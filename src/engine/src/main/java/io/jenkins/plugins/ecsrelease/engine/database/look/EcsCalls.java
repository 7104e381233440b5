package io.jenkins.plugins.ecsrelease.engine.database.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;

/** Calls of Amazon ECS in its own JSON, so that members newer than the SDK are carried along. */
public final class EcsCalls {

    private static final String PREFIX = "AmazonEC2ContainerServiceV20141113.";

    private EcsCalls() {}

    public static JsonNode call(Tools tools, String operation, JsonNode request) {
        return tools.raw().json("ecs", PREFIX + operation, request);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static String text(JsonNode node, String name) {
        JsonNode at = node.path(name);
        return at.isMissingNode() || at.isNull() ? "" : at.asText();
    }

    /** The value of a tag in a list of key and value; empty where it is not there. */
    public static String tag(JsonNode tags, String key) {
        for (JsonNode tag : tags) {
            if (key.equals(text(tag, "key"))) {
                return text(tag, "value");
            }
        }
        return "";
    }
}
