package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notes as lines of JSON, one a line, oldest first. */
final class Timeline {

    private Timeline() {}

    static byte[] lines(List<Note> notes) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Note note : notes) {
            ObjectNode line = PlainJson.MAPPER.createObjectNode();
            line.put("at", note.at().toString());
            line.put("kind", note.fact().kind());
            line.put("text", note.fact().text());
            line.set("details", PlainJson.MAPPER.valueToTree(note.fact().details()));
            line.put("quiet", note.fact().quiet());
            lines.write(PlainJson.MAPPER.writeValueAsBytes(line));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    /** The notes in the first {@code length} bytes of a file. */
    static List<Note> read(Path file, long length) throws IOException {
        if (length == 0 || !Files.exists(file)) {
            return List.of();
        }
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, 0, (int) Math.min(length, bytes.length), StandardCharsets.UTF_8);
        List<Note> notes = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.isEmpty()) {
                notes.add(note(PlainJson.MAPPER.readTree(line)));
            }
        }
        return notes;
    }

    @SuppressWarnings("unchecked")
    private static Note note(JsonNode line) {
        Map<String, Object> details = PlainJson.MAPPER.convertValue(line.path("details"), Map.class);
        return new Note(Instant.parse(line.path("at").asText()),
                new Fact(line.path("kind").asText(), line.path("text").asText(), details, line.path("quiet").asBoolean()));
    }
}
