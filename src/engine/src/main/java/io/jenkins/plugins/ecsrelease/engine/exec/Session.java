package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ExecuteCommandResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;

/**
 * A session that ECS opened in a container: the address of its data channel and the token to open it.
 *
 * @param url never re-encoded: it may carry a cell number in raw base64
 */
record Session(String id, URI url, String token) {

    /** @throws IOException saying what ECS answered and what to look at */
    static Session open(Tools tools, Detached.Place.Container place, String command) throws IOException {
        try {
            ExecuteCommandResponse opened = tools.client(EcsClient.class).executeCommand(request -> request.cluster(place.cluster())
                    .task(place.task())
                    .container(place.container())
                    .interactive(true) // the only mode there is
                    .command(command));
            return new Session(
                    opened.session().sessionId(),
                    URI.create(opened.session().streamUrl()),
                    opened.session().tokenValue());
        } catch (SdkException e) {
            throw new IOException("ECS Exec did not open a session in container " + place.container() + " of "
                    + shortTask(place.task()) + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException("ECS Exec answered without a session for " + shortTask(place.task()), e);
        }
    }

    /** Asks KMS for the key of this session, with the encryption context that the agent checks. */
    Keys keys(Tools tools, Detached.Place.Container place) {
        return (keyId, challenge) -> {
            Map<String, String> context = new HashMap<>();
            context.put("aws:ssm:SessionId", id);
            context.put("aws:ssm:TargetId", target(tools, place));
            challenge.ifPresent(random -> context.put("aws:ssm:RandomChallenge", random));
            GenerateDataKeyResponse key = tools.client(KmsClient.class)
                    .generateDataKey(GenerateDataKeyRequest.builder()
                            .keyId(keyId)
                            .numberOfBytes(64)
                            .keySpec((DataKeySpec) null)
                            .encryptionContext(context)
                            .build());
            return new Keys.DataKey(key.plaintext().asByteArray(), key.ciphertextBlob().asByteArray());
        };
    }

    /** A new token for this session; empty when it is over, or when it may not be resumed. */
    Optional<String> resume(Tools tools) {
        var request = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode().put("SessionId", id);
        var answer = tools.raw().json("ssm", "AmazonSSM.ResumeSession", request);
        return Optional.of(answer.path("TokenValue").asText("")).filter(token -> !token.isEmpty());
    }

    private static String target(Tools tools, Detached.Place.Container place) throws IOException {
        for (Task task : tools.client(EcsClient.class)
                .describeTasks(request -> request.cluster(place.cluster()).tasks(place.task()))
                .tasks()) {
            for (Container container : task.containers()) {
                if (container.name().equals(place.container())) {
                    String cluster = task.clusterArn().substring(task.clusterArn().lastIndexOf('/') + 1);
                    return "ecs:" + cluster + "_" + shortTask(task.taskArn()) + "_" + container.runtimeId();
                }
            }
        }
        throw new IOException("container " + place.container() + " of " + shortTask(place.task()) + " is not there any more");
    }

    static String shortTask(String task) {
        return task.substring(task.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return id; // the token is a secret
    }
}
