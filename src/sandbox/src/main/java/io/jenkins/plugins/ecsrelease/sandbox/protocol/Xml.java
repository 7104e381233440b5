package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Answers of the query services. */
final class Xml {

    private final StringBuilder text = new StringBuilder();
    private final boolean ec2;

    Xml(boolean ec2) {
        this.ec2 = ec2;
    }

    Xml open(String name) {
        text.append('<').append(name).append('>');
        return this;
    }

    Xml open(String name, String namespace) {
        text.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
        return this;
    }

    Xml close(String name) {
        text.append("</").append(name).append('>');
        return this;
    }

    Xml leaf(String name, String value) {
        open(name);
        escape(value);
        return close(name);
    }

    Xml members(SdkPojo message) {
        for (SdkField<?> field : message.sdkFields()) {
            Object value = field.getValueOrDefault(message);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                element(name(field), value, field);
            }
        }
        return this;
    }

    private String name(SdkField<?> field) {
        return ec2 ? field.unmarshallLocationName() : field.locationName();
    }

    private void element(String name, Object value, SdkField<?> field) {
        open(name);
        if (value instanceof SdkPojo) {
            members((SdkPojo) value);
        } else if (value instanceof List) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            for (Object item : (List<?>) value) {
                element(name(member), item, member);
            }
        } else if (value instanceof Map) {
            MapTrait trait = field.getTrait(MapTrait.class);
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                open("entry");
                leaf(trait.keyLocationName() == null ? "key" : trait.keyLocationName(), (String) entry.getKey());
                if (entry.getValue() != null) {
                    element(trait.valueLocationName() == null ? "value" : trait.valueLocationName(), entry.getValue(),
                            trait.valueFieldInfo());
                }
                close("entry");
            }
        } else if (value instanceof Instant) {
            text.append(Timestamps.iso((Instant) value));
        } else if (value instanceof SdkBytes) {
            text.append(Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArray()));
        } else if (value instanceof BigDecimal) {
            text.append(((BigDecimal) value).toPlainString());
        } else {
            escape(String.valueOf(value));
        }
        close(name);
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '"' -> text.append("&quot;");
                // A parser would turn a bare one into a line feed.
                case '\r' -> text.append("&#xD;");
                case '\n', '\t' -> text.append(c);
                default -> {
                    if (c >= ' ' && c != '\uFFFE' && c != '\uFFFF') {
                        text.append(c);
                    }
                }
            }
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
