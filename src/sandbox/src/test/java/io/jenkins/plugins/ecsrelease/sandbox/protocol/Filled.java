package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Messages with a value in every member, down to a depth. */
final class Filled {

    private static final int DEPTH = 4;

    /** Members that the client keeps to itself: it turns RDS's SourceRegion into a presigned URL. */
    private static final Set<String> CLIENT_ONLY = Set.of("SourceRegion");

    private Filled() {}

    static Object message(SdkPojo builder) {
        Object message = fill(builder, 0);
        return message == null ? ((Buildable) builder).build() : message;
    }

    /** Null where nothing fits any more: the query protocol has no empty structures. */
    private static Object fill(SdkPojo builder, int depth) {
        boolean any = false;
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = CLIENT_ONLY.contains(field.memberName()) ? null : value(field, depth);
            if (value != null) {
                field.set(builder, value);
                any = true;
            }
        }
        return any ? ((Buildable) builder).build() : null;
    }

    private static Object value(SdkField<?> field, int depth) {
        MarshallingType<?> type = field.marshallingType();
        String name = field.memberName() == null ? "item" : field.memberName();
        if (type == MarshallingType.STRING) {
            return name + " <&> \"ü\" 1\r\n2";
        } else if (type == MarshallingType.INTEGER) {
            return name.length() * 7;
        } else if (type == MarshallingType.LONG) {
            return 4_000_000_000L + name.length();
        } else if (type == MarshallingType.DOUBLE) {
            return name.length() + 0.25;
        } else if (type == MarshallingType.FLOAT) {
            return name.length() + 0.5f;
        } else if (type == MarshallingType.BOOLEAN) {
            return name.length() % 2 == 0;
        } else if (type == MarshallingType.INSTANT) {
            return Instant.parse("2026-11-23T05:06:07.089Z").plusSeconds(name.length());
        } else if (type == MarshallingType.SDK_BYTES) {
            return SdkBytes.fromByteArray(new byte[] {0, 1, (byte) 0xff, (byte) name.length()});
        } else if (type == MarshallingType.DOCUMENT) {
            return Document.fromMap(Map.of(name, Document.fromList(List.of(Document.fromNumber(1), Document.fromString("x")))));
        } else if (type == MarshallingType.LIST) {
            Object item = depth < DEPTH ? value(field.getTrait(ListTrait.class).memberFieldInfo(), depth + 1) : null;
            return item == null ? null : List.of(item, item);
        } else if (type == MarshallingType.MAP) {
            Object item = depth < DEPTH ? value(field.getTrait(MapTrait.class).valueFieldInfo(), depth + 1) : null;
            return item == null ? null : Map.of(name, item);
        } else if (type == MarshallingType.SDK_POJO) {
            return depth < DEPTH ? fill(field.constructor().get(), depth + 1) : null;
        }
        throw new IllegalStateException("A member of type " + type);
    }
}
