package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** Messages of the SDK's models as trees, for JSON and CBOR alike. A timestamp in a tree is an {@link Instant}. */
final class JsonTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private JsonTree() {}

    static void decode(JsonNode node, SdkPojo builder, String path, Consumer<String> unplaced) {
        if (!node.isObject()) {
            throw new Wire.Malformed("Expected an object at '" + path + "'");
        }
        Set<String> known = new HashSet<>();
        for (SdkField<?> field : builder.sdkFields()) {
            known.add(field.locationName());
            JsonNode value = node.get(field.locationName());
            if (value != null && !value.isNull()) {
                field.set(builder, value(value, field, join(path, field.locationName()), unplaced));
            }
        }
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && !name.equals("__type")) {
                unplaced.accept(join(path, name));
            }
        }
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static Object value(JsonNode node, SdkField<?> field, String path, Consumer<String> unplaced) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo builder = field.constructor().get();
            decode(node, builder, path, unplaced);
            return ((Buildable) builder).build();
        }
        if (type == MarshallingType.LIST) {
            return list(node, field, path, unplaced);
        }
        if (type == MarshallingType.MAP) {
            return map(node, field, path, unplaced);
        }
        if (type == MarshallingType.DOCUMENT) {
            return document(node);
        }
        try {
            return scalar(node, type);
        } catch (IllegalArgumentException | ArithmeticException | IOException e) {
            throw new Wire.Malformed("'" + path + "' cannot be read as "
                    + type.getTargetClass().getSimpleName() + ": " + node.getNodeType());
        }
    }

    private static List<Object> list(JsonNode node, SdkField<?> field, String path, Consumer<String> unplaced) {
        if (!node.isArray()) {
            throw new Wire.Malformed("Expected a list at '" + path + "'");
        }
        SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
        List<Object> list = new ArrayList<>();
        for (JsonNode item : node) {
            list.add(item.isNull() ? null : value(item, member, path + "[]", unplaced));
        }
        return list;
    }

    private static Map<String, Object> map(JsonNode node, SdkField<?> field, String path, Consumer<String> unplaced) {
        if (!node.isObject()) {
            throw new Wire.Malformed("Expected a map at '" + path + "'");
        }
        SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
        Map<String, Object> map = new LinkedHashMap<>();
        node.fields().forEachRemaining(entry -> map.put(entry.getKey(),
                entry.getValue().isNull() ? null : value(entry.getValue(), member, path + "[]", unplaced)));
        return map;
    }

    private static Object scalar(JsonNode node, MarshallingType<?> type) throws IOException {
        if (type == MarshallingType.STRING) {
            if (!node.isTextual()) {
                throw new IllegalArgumentException();
            }
            return node.textValue();
        } else if (type == MarshallingType.BOOLEAN) {
            if (!node.isBoolean()) {
                throw new IllegalArgumentException();
            }
            return node.booleanValue();
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(node.binaryValue());
        } else if (type == MarshallingType.INSTANT) {
            return node.isTextual() ? Timestamps.parse(node.textValue()) : Timestamps.epoch(number(node));
        } else if (type == MarshallingType.INTEGER) {
            return number(node).intValueExact();
        } else if (type == MarshallingType.LONG) {
            return number(node).longValueExact();
        } else if (type == MarshallingType.DOUBLE) {
            return node.isTextual() ? Double.valueOf(node.textValue()) : (Double) number(node).doubleValue();
        } else if (type == MarshallingType.FLOAT) {
            return node.isTextual() ? Float.valueOf(node.textValue()) : (Float) number(node).floatValue();
        }
        throw new IllegalStateException("No service here has members of type " + type);
    }

    private static BigDecimal number(JsonNode node) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException();
        }
        return node.decimalValue();
    }

    private static Document document(JsonNode node) {
        if (node.isObject()) {
            Map<String, Document> map = new LinkedHashMap<>();
            node.fields().forEachRemaining(entry -> map.put(entry.getKey(), document(entry.getValue())));
            return Document.fromMap(map);
        } else if (node.isArray()) {
            List<Document> list = new ArrayList<>();
            node.forEach(item -> list.add(document(item)));
            return Document.fromList(list);
        } else if (node.isNumber()) {
            return Document.fromNumber(node.decimalValue());
        } else if (node.isBoolean()) {
            return Document.fromBoolean(node.booleanValue());
        }
        return node.isNull() ? Document.fromNull() : Document.fromString(node.asText());
    }

    /** Members that were never set are left out; an empty list that was set is written. */
    static ObjectNode encode(SdkPojo message) {
        ObjectNode node = NODES.objectNode();
        for (SdkField<?> field : message.sdkFields()) {
            Object value = field.getValueOrDefault(message);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                node.set(field.locationName(), node(value));
            }
        }
        return node;
    }

    private static JsonNode node(Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof String) {
            return NODES.textNode((String) value);
        } else if (value instanceof Boolean) {
            return NODES.booleanNode((Boolean) value);
        } else if (value instanceof Integer) {
            return NODES.numberNode((Integer) value);
        } else if (value instanceof Long) {
            return NODES.numberNode((Long) value);
        } else if (value instanceof Double) {
            return NODES.numberNode((Double) value);
        } else if (value instanceof Float) {
            return NODES.numberNode((Float) value);
        } else if (value instanceof Instant) {
            return NODES.pojoNode(value);
        } else if (value instanceof SdkBytes) {
            return NODES.binaryNode(((SdkBytes) value).asByteArray());
        } else if (value instanceof SdkPojo) {
            return encode((SdkPojo) value);
        } else if (value instanceof List) {
            ArrayNode list = NODES.arrayNode();
            ((List<?>) value).forEach(item -> list.add(node(item)));
            return list;
        } else if (value instanceof Map) {
            ObjectNode map = NODES.objectNode();
            ((Map<?, ?>) value).forEach((key, item) -> map.set((String) key, node(item)));
            return map;
        } else if (value instanceof Document) {
            return document((Document) value);
        }
        throw new IllegalStateException("No service here has values of " + value.getClass());
    }

    private static JsonNode document(Document document) {
        if (document.isMap()) {
            ObjectNode map = NODES.objectNode();
            document.asMap().forEach((key, item) -> map.set(key, document(item)));
            return map;
        } else if (document.isList()) {
            ArrayNode list = NODES.arrayNode();
            document.asList().forEach(item -> list.add(document(item)));
            return list;
        } else if (document.isNumber()) {
            return NODES.numberNode(document.asNumber().bigDecimalValue());
        } else if (document.isBoolean()) {
            return NODES.booleanNode(document.asBoolean());
        }
        return document.isNull() ? NODES.nullNode() : NODES.textNode(document.asString());
    }

    static void write(JsonNode node, JsonGenerator to) throws IOException {
        if (node.isObject()) {
            to.writeStartObject();
            for (Iterator<Map.Entry<String, JsonNode>> fields = node.fields(); fields.hasNext(); ) {
                Map.Entry<String, JsonNode> field = fields.next();
                to.writeFieldName(field.getKey());
                write(field.getValue(), to);
            }
            to.writeEndObject();
        } else if (node.isArray()) {
            to.writeStartArray();
            for (JsonNode item : node) {
                write(item, to);
            }
            to.writeEndArray();
        } else if (node.isPojo() && ((POJONode) node).getPojo() instanceof Instant) {
            Instant instant = (Instant) ((POJONode) node).getPojo();
            if (to instanceof CBORGenerator) {
                ((CBORGenerator) to).writeTag(1);
                to.writeNumber(instant.toEpochMilli() / 1000.0);
            } else {
                to.writeNumber(Timestamps.epoch(instant));
            }
        } else if (node.isBinary()) {
            to.writeBinary(node.binaryValue());
        } else {
            ((com.fasterxml.jackson.databind.node.BaseJsonNode) node).serialize(to, null);
        }
    }
}
