package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One task definition from another: other images, everything else as it is, also what the SDK does not know. */
public final class TaskDefinitions {

    /** What DescribeTaskDefinition tells and RegisterTaskDefinition does not take. */
    private static final Set<String> READ_ONLY = Set.of(
            "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt",
            "registeredBy", "deregisteredAt");

    private TaskDefinitions() {}

    /**
     * The request that registers the next revision.
     *
     * @param described the answer of DescribeTaskDefinition with its tags
     * @param images container name to image
     * @param tags added to the tags that are there but for those of an earlier release's record; of the same key, these count
     */
    public static ObjectNode next(JsonNode described, Map<String, String> images, Map<String, String> tags) {
        ObjectNode request = ((ObjectNode) described.path("taskDefinition")).deepCopy();
        request.remove(READ_ONLY);
        for (JsonNode container : request.path("containerDefinitions")) {
            String image = images.get(container.path("name").asText());
            if (image != null) {
                ((ObjectNode) container).put("image", image);
            }
        }
        Map<String, String> all = new LinkedHashMap<>();
        for (JsonNode tag : described.path("tags")) {
            String key = tag.path("key").asText();
            // What earlier releases left there is about them: a verdict or a seal of theirs is none of this one.
            if (!key.startsWith("aws:") && !key.startsWith(Tags.PREFIX)) {
                all.put(key, tag.path("value").asText());
            }
        }
        all.putAll(tags);
        ArrayNode list = request.putArray("tags");
        all.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        return request;
    }

    /**
     * Finds the container that each image is meant for. A name may be empty where there is one container, or one that
     * runs an image of the same repository.
     *
     * @throws IllegalArgumentException with a sentence that names the containers there are
     */
    public static Map<String, String> resolve(LiveTaskDefinition definition, Map<String, String> images) {
        Map<String, String> resolved = new LinkedHashMap<>();
        images.forEach((name, reference) -> resolved.put(container(definition, name, reference), reference));
        return resolved;
    }

    private static String container(LiveTaskDefinition definition, String name, String reference) {
        List<String> names = definition.containerNames();
        if (!name.isEmpty()) {
            if (names.contains(name)) {
                return name;
            }
            throw new IllegalArgumentException("The task definition " + Course.nameOf(definition.arn())
                    + " has no container '" + name + "'. It has: " + String.join(", ", names) + ".");
        }
        if (names.size() == 1) {
            return names.get(0);
        }
        String repository = Image.nameOf(reference);
        List<String> same = definition.containers().stream()
                .filter(container -> Image.nameOf(container.image()).equals(repository))
                .map(LiveTaskDefinition.Container::name)
                .toList();
        if (same.size() == 1) {
            return same.get(0);
        }
        throw new IllegalArgumentException("The task definition " + Course.nameOf(definition.arn()) + " has "
                + names.size() + " containers, and " + (same.isEmpty() ? "none runs" : same.size() + " run")
                + " an image of " + repository + ": say which one gets the image, such as container: '" + names.get(0)
                + "'. There are: " + String.join(", ", names) + ".");
    }

    /** Those whose image is not yet the one asked for. */
    public static Map<String, String> changes(LiveTaskDefinition definition, Map<String, String> images) {
        Map<String, String> now = definition.containers().stream().collect(
                Collectors.toMap(LiveTaskDefinition.Container::name, LiveTaskDefinition.Container::image, (a, b) -> a));
        Map<String, String> changes = new LinkedHashMap<>();
        images.forEach((name, reference) -> {
            Image asked = Image.byDigest(reference);
            String runs = now.getOrDefault(name, "");
            if (!asked.digest().equals(Image.digestOf(runs)) || !asked.name().equals(Image.nameOf(runs))) {
                changes.put(name, reference);
            }
        });
        return changes;
    }
}
