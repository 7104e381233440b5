package io.jenkins.plugins.ecsrelease.rehearsal.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened in a build, a JSON object a line: the source of the report, and of approvals after a restart. */
public final class Events {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    public Events(Path file) {
        this.file = file;
    }

    public synchronized void add(String event, Map<String, ?> details) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("at", System.currentTimeMillis());
        line.put("event", event);
        line.putAll(details);
        try {
            Files.write(file, (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of them; a last line that a crash cut short is left out. */
    public synchronized List<Map<String, Object>> all() {
        List<Map<String, Object>> events = new ArrayList<>();
        if (!Files.exists(file)) {
            return events;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.endsWith("}")) {
                    events.add(JSON.readValue(line, new TypeReference<LinkedHashMap<String, Object>>() {}));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }
}
