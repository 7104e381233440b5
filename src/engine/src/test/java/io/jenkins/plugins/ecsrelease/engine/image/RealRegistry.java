package io.jenkins.plugins.ecsrelease.engine.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's docker-registry on this machine, which asks for a password: a registry that is not ours to judge by. */
final class RealRegistry implements AutoCloseable {

    static final String PASSWORD = "password-of-the-registry";
    private static final String HTPASSWD = "AWS:$2b$04$U0ddopOnmKk6bZnL6n/aau8nttnIsG4lFz9fEppcTlfPeVbhSrdc2\n";
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String host;

    /** @param directory its own, empty */
    RealRegistry(Path directory) throws IOException, InterruptedException {
        assumeTrue("docker-registry is not installed here, so nothing is pushed to a registry other than the sandbox's",
                onPath("docker-registry"));
        Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
        Path log = directory.resolve("log");
        Files.writeString(directory.resolve("config.yml"), "version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: "
                + directory.resolve("data") + "\nauth:\n  htpasswd:\n    realm: here\n    path: " + directory.resolve("htpasswd")
                + "\nhttp:\n  addr: 127.0.0.1:0\n");
        process = new ProcessBuilder("docker-registry", "serve", directory.resolve("config.yml").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Matcher[] listening = new Matcher[1];
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            listening[0] = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)").matcher(Files.readString(log));
            return listening[0].find();
        });
        host = listening[0].group(1);
    }

    static boolean onPath(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    String host() {
        return host;
    }

    Distribution distribution(String repository) {
        return new Distribution("http://" + host, authorization(), repository);
    }

    static String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString(("AWS:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<byte[]> send(String method, String path, byte[] body, String contentType) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + host + path))
                        .header("Authorization", authorization())
                        .header("Content-Type", contentType)
                        .header("Accept", String.join(", ", Manifest.ACCEPTED))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    byte[] manifest(String repository, String reference) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("GET", "/v2/" + repository + "/manifests/" + reference, new byte[0], OCI);
        assertEquals(new String(answer.body(), StandardCharsets.UTF_8), 200, answer.statusCode());
        return answer.body();
    }

    byte[] blob(String repository, String digest) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send("GET", "/v2/" + repository + "/blobs/" + digest, new byte[0], OCI);
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    void put(String repository, byte[] blob) throws IOException {
        distribution(repository).put(Digests.of(blob), blob.length, "", () -> new ByteArrayInputStream(blob));
    }

    /** A base image with a shell, through the same door that a promotion uses. */
    String base(String repository, String tag, byte[] tar) throws IOException, InterruptedException {
        String config = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Env\":[\"PATH=/bin\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + Digests.of(tar) + "\"]},\"history\":[{\"created_by\":\"a file system\"}]}";
        put(repository, tar);
        put(repository, config.getBytes(StandardCharsets.UTF_8));
        String manifest = "{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"config\":"
                + Registry.descriptor("application/vnd.oci.image.config.v1+json", config.getBytes(StandardCharsets.UTF_8))
                + ",\"layers\":[" + Registry.descriptor("application/vnd.oci.image.layer.v1.tar", tar) + "]}";
        HttpResponse<byte[]> put = send(
                "PUT", "/v2/" + repository + "/manifests/" + tag, manifest.getBytes(StandardCharsets.UTF_8), OCI);
        assertEquals(new String(put.body(), StandardCharsets.UTF_8), 201, put.statusCode());
        return Digests.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
