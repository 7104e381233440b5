package io.jenkins.plugins.ecsrelease.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A sandbox as a process of its own. */
public class MainTest {

    private static final Pattern ENDPOINT = Pattern.compile("listens at (http://127\\.0\\.0\\.1:\\d+);");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Process process;

    @After
    public void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private String started(List<String> command) throws IOException {
        File output = folder.newFile();
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
        Path text = output.toPath();
        await().atMost(Duration.ofSeconds(60)).until(() -> ENDPOINT.matcher(Files.readString(text)).find());
        Matcher endpoint = ENDPOINT.matcher(Files.readString(text, StandardCharsets.UTF_8));
        assertTrue(endpoint.find());
        return endpoint.group(1);
    }

    private static List<String> java(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    public void itStopsWhenItIsToldTo() throws Exception {
        String endpoint = started(java("--port", "0", "--speed", "60"));
        assertTrue(get(endpoint, "time").contains("\"speed\":60.0"));
        post(endpoint, "stop");
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue());
    }

    @Test
    public void itStopsOnATerminationSignal() throws Exception {
        started(java("--port", "0"));
        process.destroy();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    }

    @Test
    public void itSurvivesTheProcessThatStartedIt() throws Exception {
        String line = String.join("' '", java("--port", "0", "--idle", "2"));
        String endpoint = started(List.of("sh", "-c", "'" + line + "' & sleep 1; exit 0"));
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertFalse(process.isAlive());
        assertTrue(get(endpoint, "health").contains("\"status\":\"ok\""));
        post(endpoint, "stop");
    }

    @Test
    public void itCostsNextToNothingWhileNobodyAsks() throws Exception {
        started(java("--port", "0"));
        AtomicReference<Duration> before = new AtomicReference<>(Duration.ZERO);
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            Duration now = process.info().totalCpuDuration().orElse(Duration.ZERO);
            return now.minus(before.getAndSet(now)).toMillis() <= 30;
        });
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        assumeTrue("Memory is read from /proc, which is not here", Files.exists(status));
        Matcher resident = Pattern.compile("VmRSS:\\s+(\\d+) kB").matcher(Files.readString(status));
        assertTrue(resident.find());
        int megabytes = Integer.parseInt(resident.group(1)) / 1024;
        System.out.println("An idle sandbox holds " + megabytes + " MB");
        assertTrue(megabytes + " MB", megabytes < 300);
    }

    @Test
    public void aWrongOptionIsRefused() throws Exception {
        File output = folder.newFile();
        process = new ProcessBuilder(java("--speed", "0")).redirectErrorStream(true).redirectOutput(output).start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, process.exitValue());
        assertTrue(Files.readString(output.toPath()).contains("--speed above 0"));
    }

    private static String get(String endpoint, String what) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(endpoint + "/_sandbox/" + what)).build());
    }

    private static void post(String endpoint, String what) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(endpoint + "/_sandbox/" + what)).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
