package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** The parameters of a query call as a tree: "Filters.Filter.1.Name" is four levels deep. */
final class Parameters {

    private final Map<String, Parameters> below = new LinkedHashMap<>();
    private String value;

    /** @throws Wire.Malformed if the form is not encoded as one */
    static Parameters parse(String form) {
        Parameters root = new Parameters();
        for (String pair : form.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                try {
                    String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                    root.at(name).value =
                            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    throw new Wire.Malformed("The form is not encoded correctly");
                }
            }
        }
        return root;
    }

    private Parameters at(String path) {
        Parameters at = this;
        for (String part : path.split("\\.")) {
            at = at.below.computeIfAbsent(part, name -> new Parameters());
        }
        return at;
    }

    String text(String name) {
        Parameters at = below.get(name);
        return at == null || at.value == null ? "" : at.value;
    }

    void drop(String name) {
        below.remove(name);
    }

    void decode(SdkPojo builder, String path, boolean ec2, Consumer<String> unplaced) {
        Map<String, Parameters> left = new LinkedHashMap<>(below);
        for (SdkField<?> field : builder.sdkFields()) {
            Parameters at = left.remove(field.locationName());
            if (at != null) {
                field.set(builder, at.value(field, JsonTree.join(path, field.locationName()), ec2, unplaced));
            }
        }
        left.keySet().forEach(name -> unplaced.accept(JsonTree.join(path, name)));
    }

    private Object value(SdkField<?> field, String path, boolean ec2, Consumer<String> unplaced) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            decode(builder, path, ec2, unplaced);
            return ((Buildable) builder).build();
        } else if (type == MarshallingType.LIST) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            List<Object> list = new ArrayList<>();
            for (Parameters item : items(member.locationName(), path, unplaced)) {
                list.add(item.value(member, path + "[]", ec2, unplaced));
            }
            return list;
        } else if (type == MarshallingType.MAP) {
            MapTrait trait = field.getTrait(MapTrait.class);
            Map<String, Object> map = new LinkedHashMap<>();
            for (Parameters entry : items("entry", path, unplaced)) {
                Parameters item = entry.below.get(or(trait.valueLocationName(), "value"));
                map.put(entry.text(or(trait.keyLocationName(), "key")),
                        item == null ? null : item.value(trait.valueFieldInfo(), path + "[]", ec2, unplaced));
            }
            return map;
        }
        try {
            return scalar(value == null ? "" : value, type);
        } catch (IllegalArgumentException e) {
            throw new Wire.Malformed("'" + path + "' cannot be read as " + type.getTargetClass().getSimpleName());
        }
    }

    private static String or(String name, String otherwise) {
        return name == null ? otherwise : name;
    }

    /** The members of a list in order, whether it has a level of its own for them or is flattened. */
    private List<Parameters> items(String member, String path, Consumer<String> unplaced) {
        Parameters list = below.containsKey(member) ? below.get(member) : below.getOrDefault("member", this);
        List<Map.Entry<String, Parameters>> numbered = new ArrayList<>();
        for (Map.Entry<String, Parameters> entry : list.below.entrySet()) {
            if (entry.getKey().matches("\\d{1,9}")) {
                numbered.add(entry);
            } else {
                unplaced.accept(JsonTree.join(path, entry.getKey()));
            }
        }
        numbered.sort(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())));
        return numbered.stream().map(Map.Entry::getValue).toList();
    }

    private static Object scalar(String text, MarshallingType<?> type) {
        if (type == MarshallingType.STRING) {
            return text;
        } else if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(text);
        } else if (type == MarshallingType.LONG) {
            return Long.valueOf(text);
        } else if (type == MarshallingType.DOUBLE) {
            return Double.valueOf(text);
        } else if (type == MarshallingType.FLOAT) {
            return Float.valueOf(text);
        } else if (type == MarshallingType.INSTANT) {
            return Timestamps.parse(text);
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(java.util.Base64.getDecoder().decode(text));
        } else if (type == MarshallingType.BOOLEAN) {
            if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
                throw new IllegalArgumentException();
            }
            return Boolean.valueOf(text);
        }
        throw new IllegalStateException("No service here has members of type " + type);
    }
}
