package io.jenkins.plugins.ecsrelease.rehearsal.example;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.Main;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The sandbox as a process of its own, in a session of its own: it outlives a rehearsal that is killed. */
public final class SandboxProcess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final HttpClient http = HttpClient.newHttpClient();

    private SandboxProcess(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** One that runs already. */
    public static SandboxProcess at(URI endpoint) {
        return new SandboxProcess(endpoint);
    }

    /** One that has been started and may not answer yet. */
    public record Starting(URI endpoint, Process process, Path log) {

        public SandboxProcess await() throws IOException, InterruptedException {
            SandboxProcess sandbox = new SandboxProcess(endpoint);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!sandbox.answers()) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new IOException("The sandbox did not start. It said: " + Files.readString(log));
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            return sandbox;
        }
    }

    /**
     * Starts one; where it will answer is known at once.
     *
     * @param directory where it keeps its files and its log; it ends by itself after ten idle minutes
     * @param speed how many of its seconds pass in a real one
     */
    public static Starting begin(Path directory, double speed) throws IOException {
        Files.createDirectories(directory);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(List.of("setsid", java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                "-Xmx768m", "-cp", System.getProperty("java.class.path"), Main.class.getName(), "--policies", "--port", Integer.toString(port),
                "--speed", Double.toString(speed), "--directory", directory.resolve("files").toString(), "--idle", "10"))
                .redirectInput(new File("/dev/null")).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new Starting(URI.create("http://127.0.0.1:" + port), process, log);
    }

    public URI endpoint() {
        return endpoint;
    }

    public boolean answers() throws InterruptedException {
        try {
            return admin("GET", "health", null).path("status").asText().equals("ok");
        } catch (IOException e) {
            return false;
        }
    }

    /** What was asked that the sandbox does not model, and what policies denied; nothing of either in a sound release. */
    public JsonNode gaps() throws IOException, InterruptedException {
        ObjectNode gaps = (ObjectNode) admin("GET", "unmodelled", null);
        return gaps.set("denied", admin("GET", "iam-use", null).path("denied"));
    }

    public JsonNode ledger() throws IOException, InterruptedException {
        return admin("GET", "ledger", null);
    }

    /** What time it is there, and how fast it runs. */
    public JsonNode time() throws IOException, InterruptedException {
        return admin("GET", "time", null);
    }

    public void fault(Object fault) throws IOException, InterruptedException {
        admin("POST", "faults", JSON.writeValueAsString(fault));
    }

    public void noFaults() throws IOException, InterruptedException {
        admin("DELETE", "faults", null);
    }

    public void stop() throws InterruptedException {
        try {
            admin("POST", "stop", "{}");
        } catch (IOException e) {
            // It has stopped.
        }
    }

    private JsonNode admin(String method, String what, String body) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(endpoint.resolve("/_sandbox/" + what))
                .timeout(Duration.ofSeconds(10))
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode json = JSON.readTree(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException("The sandbox refused " + method + " " + what + ": " + json.path("error").asText());
        }
        return json;
    }
}
