package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.control.Arns;
import io.jenkins.plugins.ecsrelease.sandbox.control.secrets.Vault;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Secret;

/**
 * The secrets that a task's execution role reads before its containers start: those of Secrets Manager, whole or one key
 * of their JSON ({@code arn:json-key:version-stage:version-id}, of which the key counts here).
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html">Secrets in
 *     environment variables</a>
 */
final class TaskSecrets {

    /** Parts of an ARN of a secret; what follows them names a key. */
    private static final int ARN_PARTS = 7;

    private final World world;
    private final ObjectMapper json = new ObjectMapper();

    TaskSecrets(World world) {
        this.world = world;
    }

    /** Why the task cannot start; null when it can. */
    String failure(TaskRecord task) {
        for (ContainerRecord container : task.containers) {
            for (Secret secret : container.definition.secrets()) {
                if (value(task, secret.valueFrom()).isEmpty()) {
                    return "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval "
                            + "failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to "
                            + "fetch secret " + secret.valueFrom() + " from secrets manager: ResourceNotFoundException: Secrets "
                            + "Manager can't find the specified secret.";
                }
            }
        }
        return null;
    }

    Map<String, String> values(TaskRecord task, ContainerDefinition container) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Secret secret : container.secrets()) {
            value(task, secret.valueFrom()).ifPresent(value -> values.put(secret.name(), value));
        }
        return values;
    }

    private Optional<String> value(TaskRecord task, String valueFrom) {
        String[] parts = valueFrom.split(":");
        boolean keyed = valueFrom.startsWith("arn:") && parts.length > ARN_PARTS;
        String id = keyed ? String.join(":", java.util.Arrays.copyOf(parts, ARN_PARTS)) : valueFrom;
        Optional<String> text = world.part(Vault.class).text(Arns.account(task.arn), Arns.region(task.arn), id);
        return keyed && !parts[ARN_PARTS].isEmpty() ? text.flatMap(all -> key(all, parts[ARN_PARTS])) : text;
    }

    private Optional<String> key(String text, String key) {
        try {
            JsonNode value = json.readTree(text).get(key);
            return Optional.ofNullable(value == null ? null : value.isTextual() ? value.textValue() : value.toString());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
