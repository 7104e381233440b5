package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;

/** DescribeSecret, or DescribeParameters by name, one a call. What is not there stays without an answer. */
public final class SecretLoader implements Loader<SecretLook, SecretLook.State> {

    @Override
    public Class<SecretLook> question() {
        return SecretLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<SecretLook, Answer<SecretLook.State>> load(Tools tools, Set<SecretLook> questions) {
        Map<SecretLook, Answer<SecretLook.State>> answers = new HashMap<>();
        for (SecretLook look : questions) {
            if (look.parameter()) {
                JsonNode found = parameter(tools, look.arn());
                if (!found.isMissingNode()) {
                    answers.put(look, Answer.known(parameter(found)));
                }
            } else {
                answers.put(look, Answer.known(secret(
                        tools.client(SecretsManagerClient.class).describeSecret(request -> request.secretId(look.arn())))));
            }
        }
        return answers;
    }

    private static SecretLook.State secret(DescribeSecretResponse secret) {
        Set<String> versions = new HashSet<>();
        String current = "";
        for (Map.Entry<String, java.util.List<String>> version : secret.versionIdsToStages().entrySet()) {
            versions.add(version.getKey());
            versions.addAll(version.getValue());
            current = version.getValue().contains("AWSCURRENT") ? version.getKey() : current;
        }
        StringBuilder told = new StringBuilder(current.isEmpty() ? "without a value"
                : "version " + (current.length() > 8 ? current.substring(0, 8) : current));
        if (!Boolean.TRUE.equals(secret.rotationEnabled())) {
            told.append(", not rotated");
        } else {
            told.append(", rotated");
            if (secret.rotationRules() != null && secret.rotationRules().automaticallyAfterDays() != null) {
                told.append(" every ").append(secret.rotationRules().automaticallyAfterDays()).append(" days");
            }
            told.append(secret.lastRotatedDate() == null ? ", not yet" : ", last on " + LocalDate.ofInstant(secret.lastRotatedDate(), ZoneOffset.UTC));
        }
        if (secret.kmsKeyId() != null) {
            told.append(", key ").append(secret.kmsKeyId());
        }
        return new SecretLook.State(secret.deletedDate() != null, told.toString(), versions);
    }

    private static JsonNode parameter(Tools tools, String nameOrArn) {
        String name = nameOrArn.replaceFirst("^arn:[^:]*:ssm:[^:]*:[^:]*:parameter", "");
        if (nameOrArn.startsWith("arn:") && name.indexOf('/', 1) < 0) {
            name = name.substring(1); // of the ARN, where the name itself has no slash
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("ParameterFilters").addObject().put("Key", "Name").put("Option", "Equals").putArray("Values").add(name);
        return tools.raw().json("ssm", "AmazonSSM.DescribeParameters", request).path("Parameters").path(0);
    }

    private static SecretLook.State parameter(JsonNode found) {
        String type = EcsJson.text(found, "Type");
        String key = EcsJson.text(found, "KeyId");
        return new SecretLook.State(false, (type.equals("SecureString") ? "encrypted parameter" : "parameter that is not encrypted")
                + ", version " + found.path("Version").asLong() + (key.isEmpty() ? "" : ", key " + key), Set.of());
    }
}
