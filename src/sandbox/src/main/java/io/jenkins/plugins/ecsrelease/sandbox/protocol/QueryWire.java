package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;

/** AWS Query (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html) and its EC2 variant. */
final class QueryWire implements Wire {

    private final Parameters parameters;
    private final String operation;
    private final String version;
    private final boolean ec2;
    private final String namespace;

    QueryWire(Asked asked, boolean ec2, String namespace) {
        this.ec2 = ec2;
        this.namespace = namespace;
        parameters = asked.method().equals("GET")
                ? Parameters.parse(asked.query())
                : Parameters.parse(new String(asked.body(), StandardCharsets.UTF_8));
        operation = parameters.text("Action");
        version = parameters.text("Version");
        parameters.drop("Action");
        parameters.drop("Version");
    }

    @Override
    public Family family() {
        return ec2 ? Family.EC2 : Family.QUERY;
    }

    @Override
    public String operation() {
        return operation;
    }

    @Override
    public String dialect() {
        return version;
    }

    @Override
    public void read() {
        // The operation's name is in the body, so it was read already.
    }

    @Override
    public JsonNode message() {
        return MissingNode.getInstance();
    }

    @Override
    public void decode(SdkPojo builder, Consumer<String> unplaced) {
        parameters.decode(builder, "", ec2, unplaced);
    }

    @Override
    public Answered answer(SdkPojo response, Extra extra, String requestId) {
        Xml xml = new Xml(ec2).open(operation + "Response", namespace);
        if (ec2) {
            xml.leaf("requestId", requestId).members(response);
        } else {
            xml.open(operation + "Result").members(response).close(operation + "Result")
                    .open("ResponseMetadata").leaf("RequestId", requestId).close("ResponseMetadata");
        }
        return answered(200, xml.close(operation + "Response"), requestId);
    }

    @Override
    public Answered answer(JsonNode response, String requestId) {
        throw new IllegalStateException("Operations newer than the SDK are for JSON services only");
    }

    @Override
    public Answered failure(Failure failure, String requestId) {
        Xml xml = new Xml(ec2);
        if (ec2) {
            xml.open("Response").open("Errors").open("Error")
                    .leaf("Code", failure.code()).leaf("Message", failure.message())
                    .close("Error").close("Errors").leaf("RequestID", requestId).close("Response");
        } else {
            xml.open("ErrorResponse", namespace).open("Error").leaf("Type", failure.side())
                    .leaf("Code", failure.code()).leaf("Message", failure.message());
            if (failure.fields() != null) {
                xml.members(failure.fields());
            }
            xml.close("Error").leaf("RequestId", requestId).close("ErrorResponse");
        }
        return answered(failure.status(), xml, requestId);
    }

    private static Answered answered(int status, Xml xml, String requestId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/xml;charset=UTF-8");
        headers.put("x-amzn-RequestId", requestId);
        return new Answered(status, headers,
                ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xml).getBytes(StandardCharsets.UTF_8));
    }
}
