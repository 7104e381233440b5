package io.jenkins.plugins.ecsrelease.rehearsal.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import io.jenkins.plugins.ecsrelease.rehearsal.run.BuildRecord;
import io.jenkins.plugins.ecsrelease.rehearsal.run.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Gathers what the report shows from the files of a build. Times are milliseconds since the build began, of this machine:
 * what the sandbox's fast time says is brought back to them.
 */
public final class ReportData {

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode data = json.createObjectNode();
    private final Path build;
    private final BuildRecord record;
    private final ToLongFunction<Instant> real;

    /**
     * @param build the build's directory
     * @param real which moment of this machine, in milliseconds since 1970, a moment of the sandbox was
     */
    public ReportData(Path build, ToLongFunction<Instant> real) throws IOException {
        this.build = build;
        this.record = BuildRecord.read(build);
        this.real = real;
        data.put("build", record.number()).put("startedBy", record.startedBy()).put("startedAt", record.startedAt())
                .put("seconds", (record.endedAt() - record.startedAt()) / 1000.0)
                .put("result", record.result()).put("failure", record.failure()).put("repeats", record.repeats());
        data.set("parameters", json.valueToTree(record.parameters()));
        events();
        operations();
        visitors();
        data.set("calls", timed("calls.jsonl"));
        data.put("log", Files.exists(build.resolve("log")) ? Files.readString(build.resolve("log")) : "");
    }

    public ReportData put(String key, Object value) {
        data.set(key, json.valueToTree(value));
        return this;
    }

    /** What the sandbox could not answer, and what policies denied. */
    public ReportData gaps(JsonNode gaps) {
        data.set("gaps", gaps);
        return this;
    }

    /** The sandbox's record of changes: its entries have the sandbox's time in "at". */
    public ReportData ledger(JsonNode entries) {
        ArrayNode ledger = data.putArray("ledger");
        for (JsonNode entry : entries) {
            ObjectNode copy = ((ObjectNode) entry).deepCopy();
            ledger.add(copy.put("t", since(Instant.parse(entry.path("at").asText()))));
        }
        return this;
    }

    public JsonNode json() {
        return data;
    }

    private long since(Instant sandbox) {
        return real.applyAsLong(sandbox) - record.startedAt();
    }

    private void events() {
        ArrayNode stages = data.putArray("stages");
        ArrayNode steps = data.putArray("steps");
        ArrayNode marks = data.putArray("marks");
        Map<String, ObjectNode> open = new java.util.HashMap<>();
        for (Map<String, Object> event : new Events(build.resolve("events.jsonl")).all()) {
            long t = ((Number) event.get("at")).longValue() - record.startedAt();
            String node = String.valueOf(event.get("node"));
            switch (String.valueOf(event.get("event"))) {
                case "stage began" -> open.computeIfAbsent(node, key -> stages.addObject())
                        .put("name", String.valueOf(event.get("stage"))).put("from", t);
                case "step began" -> open.computeIfAbsent(node, key -> steps.addObject())
                        .put("name", String.valueOf(event.get("step"))).put("stage", String.valueOf(event.get("stage"))).put("from", t);
                case "stage ended", "step ended" -> {
                    if (open.containsKey(node)) {
                        open.get(node).put("to", t).put("failure", String.valueOf(event.get("failure")));
                    }
                }
                case "approved" -> marks.addObject().put("t", t).put("text", "approved by " + event.get("who"));
                case "resumed" -> marks.addObject().put("t", t).put("text", "killed and resumed");
                default -> { }
            }
        }
    }

    private void operations() throws IOException {
        ArrayNode operations = data.putArray("operations");
        for (Journal journal : Journal.all(build.resolve("ecs-release"))) {
            ObjectNode each = operations.addObject();
            each.put("step", journal.labels().getOrDefault("step", journal.kind())).put("kind", journal.kind())
                    .put("cluster", journal.labels().getOrDefault("cluster", ""))
                    .put("service", journal.labels().getOrDefault("service", ""))
                    .put("description", journal.description()).put("t", since(journal.created()));
            Outcome outcome = journal.outcome().orElse(null);
            if (outcome != null) {
                each.put("verdict", outcome.verdict().name()).put("message", outcome.message());
                each.set("value", json.valueToTree(outcome.result()));
            }
            ArrayNode facts = each.putArray("facts");
            for (Note note : journal.facts()) {
                ObjectNode fact = facts.addObject();
                fact.put("t", since(note.at())).put("kind", note.fact().kind()).put("text", note.fact().text());
                fact.set("details", json.valueToTree(note.fact().details()));
                for (JsonNode sample : fact.path("details").path("samples")) {
                    ((ObjectNode) sample).put("t", since(Instant.parse(sample.path("at").asText())));
                }
            }
            if (Files.exists(journal.output())) {
                byte[] output = Files.readAllBytes(journal.output());
                each.put("output", new String(output, 0, (int) Math.min(output.length, journal.outputLength()),
                        java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }

    private void visitors() throws IOException {
        List<JsonNode> quarters = lines("visitors.jsonl");
        TreeSet<String> names = new TreeSet<>();
        for (JsonNode quarter : quarters) {
            quarter.path("counts").fieldNames().forEachRemaining(names::add);
        }
        names.remove("failed");
        List<String> order = new ArrayList<>(names);
        order.add("failed");
        ObjectNode traffic = data.putObject("traffic");
        ArrayNode t = traffic.putArray("t");
        ObjectNode series = traffic.putObject("series");
        order.forEach(series::putArray);
        for (JsonNode quarter : quarters) {
            t.add(quarter.path("at").asLong() - record.startedAt());
            for (String name : order) {
                ((ArrayNode) series.get(name)).add(quarter.path("counts").path(name).asInt(0));
            }
        }
    }

    private ArrayNode timed(String file) throws IOException {
        ArrayNode all = json.createArrayNode();
        for (JsonNode line : lines(file)) {
            all.add(((ObjectNode) line).put("t", line.path("at").asLong() - record.startedAt()));
        }
        return all;
    }

    private List<JsonNode> lines(String name) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        Path file = build.resolve(name);
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                if (line.endsWith("}")) {
                    all.add(json.readTree(line));
                }
            }
        }
        return all;
    }
}
