package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tags of what a call is about, which policies see as aws:ResourceTag. */
final class ResourceTags {

    private ResourceTags() {}

    /** Of resources of ECS, RDS and Secrets Manager; of others, and of those that do not exist, none. */
    static Map<String, String> of(String arn, Asking asking) {
        if (arn.contains("*")) {
            return Map.of();
        }
        if (arn.startsWith("arn:aws:ecs:")) {
            return tags(asking.look("ecs", "ListTagsForResource", asked("resourceArn", arn)).path("tags"), "key", "value");
        } else if (arn.startsWith("arn:aws:rds:")) {
            return tags(asking.look("rds", "ListTagsForResource", asked("ResourceName", arn)).path("TagList"), "Key", "Value");
        } else if (arn.startsWith("arn:aws:secretsmanager:")) {
            return tags(asking.look("secretsmanager", "DescribeSecret", asked("SecretId", arn)).path("Tags"), "Key", "Value");
        }
        return Map.of();
    }

    private static JsonNode asked(String member, String arn) {
        return JsonNodeFactory.instance.objectNode().put(member, arn);
    }

    private static Map<String, String> tags(JsonNode list, String key, String value) {
        Map<String, String> tags = new LinkedHashMap<>();
        list.forEach(tag -> tags.put(tag.path(key).asText(), tag.path(value).asText("")));
        return tags;
    }
}
