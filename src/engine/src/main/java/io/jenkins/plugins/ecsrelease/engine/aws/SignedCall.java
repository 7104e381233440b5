package io.jenkins.plugins.ecsrelease.engine.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/** One JSON call, signed and sent by the SDK's own parts, once. */
final class SignedCall implements RawCall {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final AwsClients clients;
    private final Acting acting;

    SignedCall(AwsClients clients, Acting acting) {
        this.clients = clients;
        this.acting = acting;
    }

    @Override
    public JsonNode json(String service, String target, JsonNode request) {
        String operation = target.substring(target.lastIndexOf('.') + 1);
        try {
            return acting.call(() -> send(service, target, operation, request));
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            RuntimeException error = e instanceof RuntimeException known ? known : SdkClientException.create(e.getMessage(), e);
            throw Called.mark(error, service, operation, acting.identity());
        }
    }

    private JsonNode send(String service, String target, String operation, JsonNode request) throws IOException {
        byte[] body = JSON.writeValueAsBytes(request);
        ContentStreamProvider payload = ContentStreamProvider.fromByteArray(body);
        SignedRequest signed = SIGNER.sign(sign -> sign
                .identity(acting.credentials().resolveCredentials())
                .request(SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint(service))
                        .encodedPath("/")
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("X-Amz-Target", target)
                        .build())
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, acting.identity().region()));
        Instant at = clients.clock().instant();
        long start = System.nanoTime();
        int status = 0;
        String code = "";
        String requestId = "";
        try {
            HttpExecuteResponse response = clients.http()
                    .prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(payload))
                            .build())
                    .call();
            status = response.httpResponse().statusCode();
            requestId = CallLog.requestId(response.httpResponse());
            JsonNode answer = read(response);
            if (status < 300) {
                return answer;
            }
            code = code(answer, response.httpResponse().firstMatchingHeader("x-amzn-errortype").orElse(""));
            throw error(service, status, code, requestId, answer);
        } catch (IOException e) {
            code = e.getClass().getSimpleName();
            throw SdkClientException.create("The reply to " + operation + " did not arrive: " + e.getMessage(), e);
        } finally {
            CallLog.told(new AwsCall(at, acting.identity(), service, operation, acting.change(),
                    Duration.ofNanos(System.nanoTime() - start), status, code, requestId), clients::told, acting.listener());
        }
    }

    private URI endpoint(String service) {
        return clients.endpoint().orElseGet(() -> URI.create("https://"
                + ServiceMetadata.of(service).endpointFor(Region.of(acting.identity().region()))));
    }

    private static JsonNode read(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return JSON.createObjectNode();
        }
        try (InputStream body = response.responseBody().get()) {
            byte[] bytes = body.readAllBytes();
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // A proxy's error page, say: the status still tells.
            if (response.httpResponse().isSuccessful()) {
                throw e;
            }
            return JSON.createObjectNode();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String code(JsonNode answer, String header) {
        String type = answer.path("__type").asText(header);
        type = type.substring(type.lastIndexOf('#') + 1);
        int colon = type.indexOf(':');
        return colon < 0 ? type : type.substring(0, colon);
    }

    private static AwsServiceException error(String service, int status, String code, String requestId, JsonNode answer) {
        String message = answer.path("message").asText(answer.path("Message").asText("HTTP status " + status));
        return AwsServiceException.builder()
                .message(message)
                .statusCode(status)
                .requestId(requestId)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName(service)
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }
}
