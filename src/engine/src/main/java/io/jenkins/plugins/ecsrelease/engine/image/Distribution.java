package io.jenkins.plugins.ecsrelease.engine.image;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecr.model.EcrException;

/**
 * Puts blobs into a registry over the protocol that builders use, which can take a layer from a neighbouring repository
 * without sending it.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push">OCI distribution, push</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html">Blob mounting in ECR</a>
 */
final class Distribution {

    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** Gives the blob's bytes when they are needed after all. */
    interface Source {
        InputStream open() throws IOException;
    }

    private final String endpoint;
    private final String authorization;
    private final String repository;

    /**
     * @param endpoint with scheme, without path
     * @param authorization value of the header
     */
    Distribution(String endpoint, String authorization, String repository) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.repository = repository;
    }

    /**
     * @param neighbour a repository of the same registry that has it; empty for none
     * @return how many bytes were sent
     */
    long put(String digest, long size, String neighbour, Source source) throws IOException {
        String mount = neighbour.isEmpty()
                ? ""
                : "?mount=" + digest + "&from=" + URLEncoder.encode(neighbour, StandardCharsets.UTF_8);
        HttpResponse<String> begun = send(
                "POST", "/v2/" + repository + "/blobs/uploads/" + mount, HttpRequest.BodyPublishers.noBody());
        if (begun.statusCode() == 201) {
            return 0;
        }
        expect(begun, 202, digest);
        HttpResponse<String> sent;
        try (InputStream in = source.open()) {
            sent = send("PATCH", location(begun), HttpRequest.BodyPublishers.ofInputStream(() -> in));
        }
        expect(sent, 202, digest);
        String at = location(sent);
        expect(send("PUT", at + (at.contains("?") ? "&" : "?") + "digest=" + digest,
                HttpRequest.BodyPublishers.noBody()), 201, digest);
        return size;
    }

    private static String location(HttpResponse<String> answer) throws IOException {
        return answer.headers().firstValue("Location")
                .orElseThrow(() -> new IOException("The registry began an upload and did not say where."));
    }

    private HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body) throws IOException {
        URI registry = URI.create(endpoint);
        URI target = registry.resolve(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .header("Content-Type", "application/octet-stream")
                .method(method, body);
        // A store that the registry sends uploads to knows them by their address.
        if (registry.getScheme().equals(target.getScheme()) && registry.getAuthority().equals(target.getAuthority())) {
            request.header("Authorization", authorization);
        }
        try {
            return Wire.CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while a layer was sent to " + repository + ".", e);
        }
    }

    /** A refusal comes as the exception that ECR's client throws for it, so that it is judged like every other. */
    private void expect(HttpResponse<String> answer, int status, String digest) throws IOException {
        if (answer.statusCode() == status) {
            return;
        }
        String said = "the layer " + Digests.brief(digest) + " was not taken into " + repository + ": HTTP status "
                + answer.statusCode() + " " + answer.body().strip();
        if (answer.statusCode() >= 500 || answer.statusCode() == 408 || answer.statusCode() == 416) {
            throw new IOException(said);
        }
        String code = answer.statusCode() == 401 || answer.statusCode() == 403
                ? "AccessDeniedException"
                : answer.statusCode() == 404 ? "RepositoryNotFoundException" : "InvalidLayerException";
        throw EcrException.builder()
                .statusCode(answer.statusCode())
                .message(said)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("ecr").errorCode(code).errorMessage(said).build())
                .build();
    }
}
