package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkPojo;

/** AWS JSON 1.0 and 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html) and RPC v2 CBOR. */
final class JsonWire implements Wire {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final Pattern PATH = Pattern.compile("/service/([^/]+)/operation/([^/]+)");

    private final Asked asked;
    private final boolean cbor;
    private final String dialect;
    private final String operation;
    private JsonNode message = MissingNode.getInstance();

    private JsonWire(Asked asked, boolean cbor, String dialect, String operation) {
        this.asked = asked;
        this.cbor = cbor;
        this.dialect = dialect;
        this.operation = operation;
    }

    static JsonWire json(Asked asked) {
        String target = asked.header("x-amz-target");
        int dot = target.indexOf('.');
        return new JsonWire(asked, false, dot < 0 ? "" : target.substring(0, dot), target.substring(dot + 1));
    }

    static JsonWire cbor(Asked asked) {
        Matcher path = PATH.matcher(asked.path());
        boolean found = path.matches();
        return new JsonWire(asked, true, found ? path.group(1) : "", found ? path.group(2) : "");
    }

    @Override
    public Family family() {
        return Family.JSON;
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public String dialect() {
        return dialect;
    }

    @Override
    public void read() {
        try {
            message = asked.body().length == 0 ? JSON.createObjectNode() : (cbor ? CBOR : JSON).readTree(asked.body());
        } catch (IOException e) {
            throw new Malformed("The body is no " + (cbor ? "CBOR" : "JSON"));
        }
        if (!message.isObject()) {
            throw new Malformed("The body is no object");
        }
    }

    @Override
    public JsonNode message() {
        return message;
    }

    @Override
    public void decode(SdkPojo builder, Consumer<String> unplaced) {
        JsonTree.decode(message, builder, "", unplaced);
    }

    @Override
    public Answered answer(SdkPojo response, Extra extra, String requestId) {
        ObjectNode tree = JsonTree.encode(response);
        extra.edit(tree);
        return answer(tree, requestId);
    }

    @Override
    public Answered answer(JsonNode response, String requestId) {
        return new Answered(200, headers(requestId), bytes(response));
    }

    @Override
    public Answered failure(Failure failure, String requestId) {
        ObjectNode tree = failure.fields() == null ? JSON.createObjectNode() : JsonTree.encode(failure.fields());
        tree.put("__type", failure.code());
        tree.put("message", failure.message());
        Map<String, String> headers = headers(requestId);
        headers.put("x-amzn-ErrorType", failure.code());
        if (cbor || !asked.header("x-amzn-query-mode").isEmpty()) {
            headers.put("x-amzn-query-error", failure.code() + ";" + failure.side());
        }
        return new Answered(failure.status(), headers, bytes(tree));
    }

    private Map<String, String> headers(String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (cbor) {
            headers.put("Content-Type", "application/cbor");
            headers.put("smithy-protocol", "rpc-v2-cbor");
        } else {
            String type = asked.header("content-type");
            headers.put("Content-Type", type.contains("json-1.0") ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1");
        }
        headers.put("x-amzn-RequestId", requestId);
        return headers;
    }

    private byte[] bytes(JsonNode tree) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator to = (cbor ? CBOR : JSON).getFactory().createGenerator(bytes)) {
            to.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
            JsonTree.write(tree, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
