package io.jenkins.plugins.ecsrelease.engine.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A person who pastes the commands of a message into a shell with AWS' command line. What the message quotes, which options
 * and members it names and in which order must be right, or this fails.
 */
final class PastedCommands {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ASSIGNED = Pattern.compile("(\\w+)=\\$\\((.*)\\)");
    private static final Map<String, Class<? extends SdkClient>> CLIENTS = Map.of(
            "ecs", EcsClient.class, "elbv2", ElasticLoadBalancingV2Client.class, "iam", IamClient.class);

    private final Trial trial;
    private final Map<String, String> variables = new LinkedHashMap<>();

    PastedCommands(Trial trial) {
        this.trial = trial;
    }

    /** The commands of a message, each on a line of its own. */
    static List<String> of(String message) {
        return message.lines().filter(line -> line.startsWith("     ")).map(String::strip)
                .filter(line -> line.matches("(\\w+=\\$\\()?aws (?!deploy).*")).toList();
    }

    void paste(String command) {
        Matcher assigned = ASSIGNED.matcher(command);
        List<String> words = words(assigned.matches() ? assigned.group(2) : command);
        Map<String, List<String>> options = new LinkedHashMap<>();
        String name = "";
        for (String word : words.subList(3, words.size())) {
            if (word.startsWith("--")) {
                name = word.substring(2).replace("-", "");
                options.put(name, new ArrayList<>());
            } else {
                options.get(name).add(word);
            }
        }
        List<String> query = options.remove("query");
        options.remove("output");
        SdkPojo answer = call(CLIENTS.get(words.get(1)), words.get(2), options);
        if (assigned.matches()) {
            Matcher path = Pattern.compile("(\\w+)\\[0]\\.(\\w+)").matcher(query.get(0));
            if (!path.matches()) {
                throw new IllegalArgumentException(query.get(0));
            }
            SdkPojo first = (SdkPojo) ((List<?>) member(answer, path.group(1))).get(0);
            variables.put(assigned.group(1), (String) member(first, path.group(2)));
        }
    }

    /** As a shell takes a line apart: quotes, and variables outside of single ones. */
    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"') || c == quote) {
                quote = quote == 0 ? c : 0;
            } else if (c == '$' && quote != '\'') {
                Matcher name = Pattern.compile("\\w+").matcher(line).region(i + 1, line.length());
                if (!name.lookingAt() || !variables.containsKey(name.group())) {
                    throw new IllegalArgumentException("no such variable at " + line.substring(i));
                }
                word.append(variables.get(name.group()));
                i = name.end() - 1;
            } else if (c == ' ' && quote == 0) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("a quote is open in " + line);
        }
        words.add(word.toString());
        return words;
    }

    private SdkPojo call(Class<? extends SdkClient> client, String operation, Map<String, List<String>> options) {
        try {
            String pascal = pascal(operation);
            Class<?> request = Class.forName(client.getPackageName() + ".model." + pascal + "Request");
            SdkPojo builder = (SdkPojo) request.getMethod("builder").invoke(null);
            ObjectNode members = JSON.createObjectNode();
            for (SdkField<?> field : builder.sdkFields()) {
                List<String> given = options.remove(field.memberName().toLowerCase(Locale.ROOT));
                if (given != null) {
                    members.set(field.memberName(), given(field, given));
                }
            }
            if (!options.isEmpty()) {
                throw new IllegalArgumentException("aws " + operation + " knows no " + options.keySet());
            }
            fill(builder, members);
            String method = Character.toLowerCase(pascal.charAt(0)) + pascal.substring(1);
            return (SdkPojo) client.getMethod(method, request).invoke(trial.aws(client), ((SdkBuilder<?, ?>) builder).build());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("aws " + operation + ": " + (e.getCause() == null ? e : e.getCause()), e);
        }
    }

    private static JsonNode given(SdkField<?> field, List<String> words) {
        if (words.isEmpty()) {
            return JSON.getNodeFactory().booleanNode(true);
        }
        String text = words.get(0);
        if (text.startsWith("[") || text.startsWith("{") && field.marshallingType() != MarshallingType.STRING) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            ObjectNode object = JSON.createObjectNode();
            for (String pair : text.split(",")) {
                object.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
            return object;
        }
        return JSON.getNodeFactory().textNode(text);
    }

    private static SdkPojo fill(SdkPojo builder, JsonNode members) {
        members.fields().forEachRemaining(member -> {
            SdkField<?> field = builder.sdkFields().stream().filter(one -> one.memberName().equalsIgnoreCase(member.getKey()))
                    .findFirst().orElseThrow(() -> new IllegalArgumentException("no member " + member.getKey()));
            field.set(builder, value(field, member.getValue()));
        });
        return builder;
    }

    private static Object value(SdkField<?> field, JsonNode node) {
        if (field.marshallingType() == MarshallingType.SDK_POJO) {
            SdkPojo builder = fill(field.constructor().get(), node);
            return ((SdkBuilder<?, ?>) builder).build();
        }
        if (field.marshallingType() == MarshallingType.LIST) {
            List<Object> list = new ArrayList<>();
            node.forEach(item -> list.add(value(field.getTrait(ListTrait.class).memberFieldInfo(), item)));
            return list;
        }
        return field.marshallingType() == MarshallingType.INTEGER ? (Object) Integer.valueOf(node.asText())
                : field.marshallingType() == MarshallingType.BOOLEAN ? (Object) node.asBoolean() : node.asText();
    }

    private static Object member(SdkPojo pojo, String name) {
        return pojo.sdkFields().stream().filter(field -> field.memberName().equals(name)).findFirst().orElseThrow().getValueOrDefault(pojo);
    }

    private static String pascal(String operation) {
        StringBuilder pascal = new StringBuilder();
        for (String part : operation.split("-")) {
            pascal.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
        }
        return pascal.toString();
    }
}
