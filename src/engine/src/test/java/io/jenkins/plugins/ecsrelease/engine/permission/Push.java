package io.jenkins.plugins.ecsrelease.engine.permission;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;

/** What a container builder says to a registry, with one small layer. */
final class Push {

    static final String OCI = "application/vnd.oci.image.manifest.v1+json";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint;
    private final String authorization;
    private final String repository;

    Push(URI endpoint, String authorization, String repository) {
        this.endpoint = endpoint;
        this.authorization = authorization;
        this.repository = repository;
    }

    /** Reads an image whole, as a builder does with a base image. */
    void pull(String tag) {
        String manifest = ok(send("GET", "/v2/" + repository + "/manifests/" + tag, OCI, new byte[0]), 200).body();
        String layer = manifest.replaceAll("(?s).*\"layers\".*?\"digest\":\"([^\"]+)\".*", "$1");
        HttpResponse<String> blob = send("GET", "/v2/" + repository + "/blobs/" + layer, OCI, new byte[0]);
        if (blob.statusCode() != 200 && blob.statusCode() != 307) {
            throw new IllegalStateException(blob.body());
        }
    }

    /** @return the digest */
    String push(String tag, Map<String, String> labels, byte[] layer) {
        StringJoiner written = new StringJoiner(",");
        labels.forEach((name, value) -> written.add("\"" + name + "\":\"" + value + "\""));
        byte[] config = ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"User\":\"1000\",\"Labels\":{" + written
                + "}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}").getBytes(StandardCharsets.UTF_8);
        blob(config);
        blob(layer);
        byte[] manifest = ("{\"schemaVersion\":2,\"mediaType\":\"" + OCI + "\",\"config\":"
                + descriptor("application/vnd.oci.image.config.v1+json", config) + ",\"layers\":["
                + descriptor("application/vnd.oci.image.layer.v1.tar", layer) + "]}").getBytes(StandardCharsets.UTF_8);
        ok(send("PUT", "/v2/" + repository + "/manifests/" + tag, OCI, manifest), 201);
        return digest(manifest);
    }

    private void blob(byte[] bytes) {
        int there = send("HEAD", "/v2/" + repository + "/blobs/" + digest(bytes), OCI, new byte[0]).statusCode();
        if (there == 200) {
            return;
        }
        if (there != 404) {
            throw new IllegalStateException("checking whether a blob exists: status " + there);
        }
        HttpResponse<String> begun = ok(send("POST", "/v2/" + repository + "/blobs/uploads/", OCI, new byte[0]), 202);
        HttpResponse<String> sent = ok(send("PATCH", location(begun), "application/octet-stream", bytes), 202);
        String at = location(sent);
        ok(send("PUT", at + (at.contains("?") ? "&" : "?") + "digest=" + digest(bytes), OCI, new byte[0]), 201);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static HttpResponse<String> ok(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new IllegalStateException(answer.body());
        }
        return answer;
    }

    private HttpResponse<String> send(String method, String path, String type, byte[] body) {
        try {
            return HTTP.send(HttpRequest.newBuilder(endpoint.resolve(path)).header("Authorization", authorization)
                    .header("Content-Type", type).header("Accept", OCI)
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String descriptor(String mediaType, byte[] bytes) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest(bytes) + "\",\"size\":" + bytes.length + "}";
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An agent on which programs are a few lines of this test: they end at the first look. */
    static final class Agent implements Detached {

        /** What a program does with what it was started with; gives its output, or fails with exit code 1. */
        interface Work {
            String run(Launch launch);
        }

        private final Map<String, Work> works;
        private final Map<String, Launch> started = new java.util.HashMap<>();
        private final Map<String, Progress> ended = new java.util.HashMap<>();

        /** @param works by the end of the program's name */
        Agent(Map<String, Work> works) {
            this.works = works;
        }

        @Override
        public void start(Launch launch) {
            started.putIfAbsent(launch.id(), launch);
        }

        @Override
        public Progress look(String id, long offset, int atMost) {
            Launch launch = started.get(id);
            if (launch == null) {
                return new Progress(Progress.State.ABSENT, new byte[0], offset, -1, "");
            }
            Progress end = ended.computeIfAbsent(id, first -> run(launch));
            byte[] rest = java.util.Arrays.copyOfRange(end.output(), (int) Math.min(offset, end.output().length), end.output().length);
            return new Progress(end.state(), rest, end.output().length, end.exitCode(), "");
        }

        private Progress run(Launch launch) {
            Work work = works.entrySet().stream().filter(one -> launch.id().endsWith(one.getKey())).findFirst().orElseThrow().getValue();
            try {
                byte[] said = work.run(launch).getBytes(StandardCharsets.UTF_8);
                return new Progress(Progress.State.ENDED, said, said.length, 0, "");
            } catch (IllegalStateException e) {
                byte[] said = ("error: " + e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
                return new Progress(Progress.State.ENDED, said, said.length, 1, "");
            }
        }

        @Override
        public void stop(String id, boolean force) {}

        @Override
        public void remove(String id) {
            started.remove(id);
        }
    }
}
