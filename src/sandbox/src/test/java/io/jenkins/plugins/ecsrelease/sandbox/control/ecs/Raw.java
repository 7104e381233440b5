package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Calls of ECS as they go over the wire, for what is newer than the SDK. */
final class Raw {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;

    Raw(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** The answer, an error included; quotes may be single. */
    JsonNode call(String operation, String body) throws IOException {
        ContentStreamProvider content = ContentStreamProvider.fromByteArray(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        SdkHttpRequest request = SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(URI.create("http://127.0.0.1:1/"))
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation).build();
        SdkHttpRequest signed = AwsV4HttpSigner.create().sign(s -> s.request(request).payload(content)
                .identity(Clients.administrator(World.ACCOUNT))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecs")
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")).request();
        HttpExecuteResponse response = sandbox.inProcess().prepareRequest(
                HttpExecuteRequest.builder().request(signed).contentStreamProvider(content).build()).call();
        return JSON.readTree(response.responseBody().orElseThrow());
    }
}
