package io.jenkins.plugins.ecsrelease.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.rehearsal.Rehearse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** {@code ./rehearse} as a process, with a home of its own. */
final class Run implements AutoCloseable {

    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> EXAMPLES = List.of("shop", "docker/library/busybox");

    private final Path home;
    private final Path said;
    private final Process process;

    private Run(Path home, Path said, Process process) {
        this.home = home;
        this.said = said;
        this.process = process;
    }

    static Run of(Path home, String... options) throws IOException {
        return of(home, Map.of(), options);
    }

    static Run of(Path home, Map<String, String> environment, String... options) throws IOException {
        return of(PROJECT, home, environment, options);
    }

    /** @param project a directory with the library and the example, such as a changed copy */
    static Run of(Path project, Path home, Map<String, String> environment, String... options) throws IOException {
        Files.createDirectories(home);
        Path said = Files.createTempFile(home.getParent(), "said-", ".log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                Rehearse.class.getName(), "--project", project.toString(), "--home", home.resolve("rehearsal").toString(),
                "--report", home.resolve("report.html").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.environment().putAll(environment);
        return new Run(home, said, builder.start());
    }

    /** Waits for a line, then kills the process with SIGKILL, wherever it is. */
    void killAt(String line) throws IOException, InterruptedException {
        await(line);
        process.destroyForcibly().waitFor();
    }

    void await(String line) {
        Pattern pattern = Pattern.compile(line, Pattern.MULTILINE);
        Awaitility.await("'" + line + "'").atMost(4, TimeUnit.MINUTES).pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> {
                    if (!process.isAlive() && !pattern.matcher(said()).find()) {
                        throw new AssertionError("It ended before '" + line + "':\n" + said());
                    }
                    return pattern.matcher(said()).find();
                });
    }

    /** The exit code. */
    int end() throws InterruptedException, IOException {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new AssertionError("It did not end:\n" + said());
        }
        return process.exitValue();
    }

    /** Waits a moment; whether it still runs then. */
    boolean running() throws InterruptedException {
        return !process.waitFor(50, TimeUnit.MILLISECONDS);
    }

    /** Ends it with SIGKILL, wherever it is. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String said() throws IOException {
        return Files.readString(said);
    }

    Path home() {
        return home;
    }

    /** How many samples of a check the report has a place on its time axis for. */
    int samples(String check) throws IOException {
        int samples = 0;
        for (JsonNode operation : report().path("operations")) {
            for (JsonNode fact : operation.path("facts")) {
                if (fact.path("kind").asText().equals("check") && fact.path("details").path("check").asText().equals(check)) {
                    for (JsonNode sample : fact.path("details").path("samples")) {
                        samples += sample.path("t").isNumber() ? 1 : 0;
                    }
                }
            }
        }
        return samples;
    }

    /** What the report shows. */
    JsonNode report() throws IOException {
        Matcher data = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(Files.readString(home.resolve("report.html")));
        if (!data.find()) {
            throw new AssertionError("The report has no data.");
        }
        return new ObjectMapper().readTree(data.group(1).replace("<\\/", "</"));
    }

    /** All that the scan found, as the report has it. */
    JsonNode findings() throws IOException {
        for (JsonNode operation : report().path("operations")) {
            for (JsonNode fact : operation.path("facts")) {
                if (fact.path("kind").asText().equals("findings")) {
                    return fact.path("details").path("findings");
                }
            }
        }
        throw new AssertionError("The report has no findings.");
    }

    /** The plans that builds keep in their own folders: text by hash. */
    Map<String, String> plans() throws IOException {
        Map<String, String> plans = new LinkedHashMap<>();
        try (var files = Files.walk(home)) {
            for (Path timeline : files.filter(file -> file.toString().endsWith(".timeline.jsonl")
                    && file.getParent().endsWith("ecs-release")).toList()) {
                for (String line : Files.readAllLines(timeline)) {
                    JsonNode note = new ObjectMapper().readTree(line);
                    if (note.path("kind").asText().equals("plan")) {
                        plans.put(note.path("details").path("hash").asText(), note.path("details").path("plan").asText());
                    }
                }
            }
        }
        return plans;
    }

    /** A file that the newest build archived. */
    Path artifact(String name) throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(file -> file.endsWith("archive/" + name)).max(java.util.Comparator.naturalOrder())
                    .orElseThrow(() -> new AssertionError("No build archived " + name + "."));
        }
    }

    /** What the sandbox could not answer and what its policies denied, in one line each. */
    List<String> gaps() throws IOException {
        List<String> gaps = new ArrayList<>();
        report().path("gaps").forEach(kind -> kind.forEach(each -> {
            if (!guessed(each)) {
                gaps.add(each.toString());
            }
        }));
        return gaps;
    }

    /**
     * buildah remembers for the whole machine which registry had a layer, by host and port. Where a sandbox has a port that an
     * earlier one had, a push asks for the layer in repositories of then, which nobody may and which are not there.
     */
    private static boolean guessed(JsonNode denial) {
        String resource = denial.path("resource").asText();
        return denial.path("action").asText().equals("ecr:BatchCheckLayerAvailability")
                && EXAMPLES.stream().noneMatch(repository -> resource.endsWith(":repository/" + repository));
    }

    /** How many changes of this kind the pipeline made to something whose name contains {@code about}. */
    long changes(String operation, String about) throws IOException {
        long count = 0;
        for (JsonNode entry : report().path("ledger")) {
            if (entry.path("operation").asText().equals(operation) && entry.path("resource").asText().contains(about)
                    && entry.path("principal").asText().endsWith(":user/jenkins")) {
                count++;
            }
        }
        return count;
    }

    /** How many deployments of a service the pipeline began; a changed configuration alone begins none. */
    long deployments(String service) throws IOException {
        long count = 0;
        for (JsonNode entry : report().path("ledger")) {
            if (entry.path("operation").asText().equals("UpdateService") && entry.path("resource").asText().contains(service)
                    && entry.path("details").path("deploys").asBoolean()) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
