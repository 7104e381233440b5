package io.jenkins.plugins.ecsrelease.test;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * No secret is left anywhere: each place that is searched first gives up a harmless marker that was put there, so that the
 * search is known to look.
 */
public class SecretsTest {

    private static final String MARKER = "harmless-marker-4711";
    /** The value of the secret that production's tasks, and the migration, get as DATABASE_URL. */
    private static final String DATABASE_URL = "postgresql://shop:example-shop-production";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void logsJournalsReportAndCommandLinesHoldNoSecret() throws Exception {
        Assume.assumeTrue("no static busybox on this machine (Debian: busybox-static)", BaseImage.busybox().isPresent());
        Path root = folder.getRoot().toPath();
        Path jenkinsfile = Files.writeString(root.resolve("Jenkinsfile"),
                Files.readString(Run.PROJECT.resolve("Jenkinsfile.example"))
                        .replace("sh './test.sh'", "echo '" + MARKER + "'; sh './test.sh'; sh 'sh -c \"sleep 1; : " + MARKER + "\"'")
                        .replace("command: './migrate.sh'", "command: './migrate.sh # " + MARKER + "'"));
        Set<String> lines = new TreeSet<>();
        Map<String, String> issued = new TreeMap<>();
        try (Run run = Run.of(root.resolve("home"), "--approve-as", "alice", "--migrate", jenkinsfile.toString())) {
            while (run.running()) {
                lines.addAll(commandLines());
                issued.putAll(issued(root.resolve("home/rehearsal/rehearsal.json")));
            }
            assertEquals(run.said(), 0, run.end());
            assertTrue(issued.values().toString(), issued.values().containsAll(
                    List.of("secret access key", "registry password", "registry token", "session token of ECS Exec")));
            issued.put(DATABASE_URL, "database's password");
            issued.put("Authorization: Basic ", "login");

            search("the log", issued, List.of(run.said()), true);
            search("the report", issued, List.of(Files.readString(root.resolve("home/report.html"))), true);
            search("command lines", issued, lines, true);
            search("journals", issued, texts(root.resolve("home/rehearsal/jenkins"), "/ecs-release/"), true);
            search("everything that Jenkins keeps", issued, texts(root.resolve("home/rehearsal/jenkins"), ""), true);
            search("the workspace", issued, texts(root.resolve("home/rehearsal/workspace"), ""), false);
        }
    }

    private static void search(String where, Map<String, String> secrets, Iterable<String> texts, boolean marked) {
        boolean found = false;
        for (String text : texts) {
            found |= text.contains(MARKER);
            secrets.forEach((secret, kind) -> assertTrue(where + " holds a " + kind, !text.contains(secret)));
        }
        assertTrue(where + " was not searched: the marker is not found", found || !marked);
    }

    /** What the sandbox gave out so far; nothing before it is there and after it has ended. */
    private static Map<String, String> issued(Path rehearsal) {
        try {
            String endpoint = new ObjectMapper().readTree(rehearsal.toFile()).path("endpoint").asText();
            JsonNode secrets = new ObjectMapper().readTree(URI.create(endpoint + "/_sandbox/issued").toURL()).path("secrets");
            Map<String, String> all = new TreeMap<>();
            secrets.fields().forEachRemaining(each -> all.put(each.getKey(), each.getValue().asText()));
            return all;
        } catch (IOException | IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static List<String> commandLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path each : processes.filter(path -> path.getFileName().toString().matches("\\d+")).toList()) {
                try {
                    lines.add(new String(Files.readAllBytes(each.resolve("cmdline")), StandardCharsets.UTF_8).replace('\0', ' '));
                } catch (IOException e) {
                    // It ended meanwhile.
                }
            }
        }
        return lines;
    }

    private static List<String> texts(Path directory, String part) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).filter(path -> path.toString().contains(part)).toList()) {
                texts.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }
}
