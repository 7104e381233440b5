package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Finds what a JSON answer has and the SDK's model does not: what would be lost if it were read through the SDK. */
final class UnknownMembers {

    private UnknownMembers() {}

    /** Paths such as {@code containerDefinitions[].newThing}, each once. */
    static List<String> of(JsonNode taskDefinition) {
        List<String> found = new ArrayList<>();
        object(taskDefinition, TaskDefinition.builder(), "", found);
        return found.stream().distinct().toList();
    }

    private static void object(JsonNode node, SdkPojo model, String path, List<String> found) {
        Map<String, SdkField<?>> fields = new java.util.HashMap<>();
        model.sdkFields().forEach(field -> fields.put(field.locationName(), field));
        for (Iterator<Map.Entry<String, JsonNode>> members = node.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            SdkField<?> field = fields.get(member.getKey());
            if (field == null) {
                found.add(path + member.getKey());
            } else {
                value(member.getValue(), field, path + member.getKey(), found);
            }
        }
    }

    private static void value(JsonNode node, SdkField<?> field, String path, List<String> found) {
        if (node.isObject() && field.marshallingType() == MarshallingType.SDK_POJO) {
            object(node, field.constructor().get(), path + ".", found);
        } else if (node.isArray()) {
            Optional<ListTrait> list = Optional.ofNullable(field.getTrait(ListTrait.class));
            list.ifPresent(trait -> node.forEach(item -> value(item, trait.memberFieldInfo(), path + "[]", found)));
        } else if (node.isObject() && field.marshallingType() == MarshallingType.MAP) {
            Optional<MapTrait> map = Optional.ofNullable(field.getTrait(MapTrait.class));
            map.ifPresent(trait -> node.forEach(item -> value(item, trait.valueFieldInfo(), path + "{}", found)));
        }
    }
}
