package io.jenkins.plugins.ecsrelease.rehearsal.assembly;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The few calls of the OCI distribution protocol that an assembly needs.
 *
 * @see <a href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md">OCI distribution</a>
 */
final class OciRegistry {

    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String ACCEPT = MANIFEST + ", application/vnd.docker.distribution.manifest.v2+json";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final URI endpoint;
    private final String authorization;

    /** @param authorization the value of the Authorization header */
    OciRegistry(URI endpoint, String authorization) {
        this.endpoint = endpoint;
        this.authorization = authorization;
    }

    JsonNode manifest(String repository, String reference) throws IOException, InterruptedException {
        return json.readTree(get("/v2/" + repository + "/manifests/" + reference, ACCEPT));
    }

    JsonNode config(String repository, JsonNode manifest) throws IOException, InterruptedException {
        return json.readTree(blob(repository, manifest.path("config").path("digest").asText()));
    }

    byte[] blob(String repository, String digest) throws IOException, InterruptedException {
        return get("/v2/" + repository + "/blobs/" + digest, "*/*");
    }

    boolean has(String repository, String digest) throws IOException, InterruptedException {
        HttpRequest head = request("/v2/" + repository + "/blobs/" + digest)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        return http.send(head, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    void push(String repository, byte[] blob) throws IOException, InterruptedException {
        String digest = digest(blob);
        if (has(repository, digest)) {
            return;
        }
        HttpResponse<String> answer = http.send(request("/v2/" + repository + "/blobs/uploads/?digest=" + digest)
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(blob)).build(), HttpResponse.BodyHandlers.ofString());
        require(answer, 201, "push a layer");
    }

    /** @return the digest */
    String tag(String repository, String tag, byte[] manifest) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request("/v2/" + repository + "/manifests/" + tag)
                .header("Content-Type", MANIFEST)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest)).build(), HttpResponse.BodyHandlers.ofString());
        require(answer, 201, "push the manifest");
        return digest(manifest);
    }

    private byte[] get(String path, String accept) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request(path).header("Accept", accept).GET().build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException(endpoint + path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(endpoint.resolve(path)).header("Authorization", authorization);
    }

    private static void require(HttpResponse<String> answer, int status, String what) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("The registry would not " + what + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
