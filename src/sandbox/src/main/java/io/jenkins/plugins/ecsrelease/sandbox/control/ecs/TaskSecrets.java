package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.parameters.ParameterStore;
import io.jenkins.plugins.ecsrelease.sandbox.control.secrets.Vault;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Secret;

/** The secrets that a task's execution role reads before its containers start: of Secrets Manager, and parameters. */
final class TaskSecrets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;

    TaskSecrets(World world) {
        this.world = world;
    }

    /** Why the task cannot start, in the agent's words; null when it can. */
    String failure(TaskRecord task) {
        for (ContainerDefinition container : task.definition.containerDefinitions()) {
            for (Secret secret : container.secrets()) {
                String failure = failure(task, secret.valueFrom());
                if (failure != null) {
                    return "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval "
                            + "failed: unable to retrieve secret" + (isSecret(secret.valueFrom()) ? " from asm" : "s from ssm")
                            + ": service call has been retried 1 time(s): " + failure;
                }
            }
        }
        return null;
    }

    private String failure(TaskRecord task, String from) {
        if (!isSecret(from)) {
            return parameterFailure(task, from);
        }
        String refused = world.part(ServiceRoles.class)
                .refusal(task.definition.executionRoleArn(), task.id(), "secretsmanager:GetSecretValue", secretArn(from));
        if (refused != null) {
            return "failed to fetch secret " + from + " from secrets manager: AccessDeniedException: " + refused
                    + " status code: 400";
        }
        Optional<String> text = text(task, from);
        if (text.isEmpty()) {
            return "failed to fetch secret " + from + " from secrets manager: ResourceNotFoundException: Secrets Manager can't find "
                    + "the specified secret. status code: 400";
        }
        return value(from, text.get()) != null ? null
                : "retrieved secret from Secrets Manager did not contain json key " + part(from, 7);
    }

    private static boolean isSecret(String from) {
        return from.startsWith("arn:aws:secretsmanager:");
    }

    private String parameterFailure(TaskRecord task, String from) {
        String arn = from.startsWith("arn:") ? from : ParameterStore.arn(Arns.account(task.arn), Arns.region(task.arn), from);
        String refused = world.part(ServiceRoles.class).refusal(task.definition.executionRoleArn(), task.id(), "ssm:GetParameters", arn);
        if (refused != null) {
            return "AccessDeniedException: " + refused + " status code: 400";
        }
        return text(task, from).isPresent() ? null : "invalid parameters: " + from;
    }

    /** By name of the variable. */
    Map<String, String> values(TaskRecord task, ContainerDefinition container) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Secret secret : container.secrets()) {
            text(task, secret.valueFrom()).ifPresent(text -> values.put(secret.name(),
                    isSecret(secret.valueFrom()) ? value(secret.valueFrom(), text) : text));
        }
        return values;
    }

    private Optional<String> text(TaskRecord task, String from) {
        return isSecret(from)
                ? world.part(Vault.class).text(Arns.account(from), Arns.region(from), secretArn(from))
                : world.part(ParameterStore.class).text(Arns.account(task.arn), Arns.region(task.arn), from);
    }

    /** The secret's own ARN; after it may come a JSON key, a stage and a version. */
    private static String secretArn(String from) {
        String[] parts = from.split(":", -1);
        return parts.length <= 7 ? from : String.join(":", Arrays.copyOf(parts, 7));
    }

    private static String part(String from, int index) {
        String[] parts = from.split(":", -1);
        return parts.length > index ? parts[index] : "";
    }

    /** The text, or what it has under the JSON key; null when it has nothing there. */
    private static String value(String from, String text) {
        String key = part(from, 7);
        if (key.isEmpty()) {
            return text;
        }
        try {
            JsonNode value = JSON.readTree(text).get(key);
            return value == null ? null : value.asText();
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
