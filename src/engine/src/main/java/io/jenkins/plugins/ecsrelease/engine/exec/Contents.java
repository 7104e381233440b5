package io.jenkins.plugins.ecsrelease.engine.exec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON that frames carry, in the order of keys that the protocol's own clients write. */
final class Contents {

    /** Above 1.2.312, so that no agent asks for a newer client. */
    static final String CLIENT_VERSION = "1.2.650.0";

    static final int SUCCESS = 1;
    static final int FAILED = 2;
    static final int UNSUPPORTED = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Contents() {}

    /** The first message of a connection: the token is all the authentication there is. */
    @JsonPropertyOrder({"MessageSchemaVersion", "RequestId", "TokenValue", "ClientId", "ClientVersion"})
    record Open(
            @JsonProperty("MessageSchemaVersion") String schema,
            @JsonProperty("RequestId") String requestId,
            @JsonProperty("TokenValue") String token,
            @JsonProperty("ClientId") String clientId,
            @JsonProperty("ClientVersion") String clientVersion) {}

    /** That a message arrived. The number counts only here, not in the header. */
    @JsonPropertyOrder({
        "AcknowledgedMessageType", "AcknowledgedMessageId", "AcknowledgedMessageSequenceNumber", "IsSequentialMessage"
    })
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Acknowledgement(
            @JsonProperty("AcknowledgedMessageType") String type,
            @JsonProperty("AcknowledgedMessageId") String id,
            @JsonProperty("AcknowledgedMessageSequenceNumber") long sequence,
            @JsonProperty("IsSequentialMessage") boolean sequential) {}

    /** The width and height of the terminal. */
    @JsonPropertyOrder({"cols", "rows"})
    record Size(@JsonProperty("cols") int columns, @JsonProperty("rows") int rows) {}

    @JsonPropertyOrder({"ClientVersion", "ProcessedClientActions", "Errors"})
    record HandshakeResponse(
            @JsonProperty("ClientVersion") String clientVersion,
            @JsonProperty("ProcessedClientActions") List<ProcessedAction> actions,
            @JsonProperty("Errors") List<String> errors) {}

    @JsonPropertyOrder({"ActionType", "ActionStatus", "ActionResult", "Error"})
    record ProcessedAction(
            @JsonProperty("ActionType") String type,
            @JsonProperty("ActionStatus") int status,
            @JsonProperty("ActionResult") Object result,
            @JsonProperty("Error") String error) {}

    @JsonPropertyOrder({"KMSCipherTextKey", "KMSCipherTextHash", "ChallengeAcknowledgement"})
    record KeyResult(
            @JsonProperty("KMSCipherTextKey") byte[] cipherTextKey,
            @JsonProperty("KMSCipherTextHash") byte[] cipherTextHash,
            @JsonProperty("ChallengeAcknowledgement")
                    @com.fasterxml.jackson.annotation.JsonInclude(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL)
                    Boolean challengeAcknowledged) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Challenge(@JsonProperty("Challenge") byte[] challenge) {}

    static byte[] write(Object content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot be written as JSON: " + content.getClass().getSimpleName(), e);
        }
    }

    static String writeText(Object content) {
        return new String(write(content), StandardCharsets.UTF_8);
    }

    static <T> T read(byte[] payload, Class<T> type) throws IOException {
        T read = JSON.readValue(payload, type);
        if (read == null) {
            throw new IOException("An empty " + type.getSimpleName());
        }
        return read;
    }

    static JsonNode tree(byte[] payload) throws IOException {
        JsonNode tree = JSON.readTree(payload);
        return tree == null ? JSON.createObjectNode() : tree;
    }
}
