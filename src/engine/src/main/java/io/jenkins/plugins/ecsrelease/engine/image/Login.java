package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.AuthorizationData;

/**
 * A fresh authorization token of ECR. It goes to the agent as a private file that only the script's credential helper
 * reads; it is in no journal, no argument and no log.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html">
 *     GetAuthorizationToken</a>
 */
final class Login {

    /** The private file's name in a program's control directory. */
    static final String FILE = "credential.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuthorizationData data;

    private Login(AuthorizationData data) {
        this.data = data;
    }

    static Login of(Tools tools) {
        return new Login(tools.client(EcrClient.class).getAuthorizationToken().authorizationData().get(0));
    }

    /** Twelve hours after it was asked for, at AWS. */
    Instant expires() {
        return data.expiresAt() == null ? Instant.EPOCH : data.expiresAt();
    }

    /** As a header of HTTP: "Basic …". */
    String header() {
        return "Basic " + data.authorizationToken();
    }

    /** The registry's address with its scheme; only one on this machine may speak HTTP. */
    String endpoint() {
        return data.proxyEndpoint();
    }

    /** What a docker credential helper answers to "get". */
    byte[] credential(String host) {
        String pair = new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("ServerURL", host);
        answer.put("Username", pair.substring(0, pair.indexOf(':')));
        answer.put("Secret", pair.substring(pair.indexOf(':') + 1));
        try {
            return JSON.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
