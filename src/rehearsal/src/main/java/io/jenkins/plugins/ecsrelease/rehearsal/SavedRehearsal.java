package io.jenkins.plugins.ecsrelease.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.ecsrelease.rehearsal.example.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What a resumed rehearsal needs to find its world again. No key is in it: a resumed one has a new key made.
 *
 * @param sandboxTime what time it was in the sandbox, ISO 8601
 * @param realTime at which moment of this machine, in milliseconds since 1970
 */
public record SavedRehearsal(
        String endpoint,
        String scenario,
        String sandboxTime,
        long realTime,
        double speed,
        Environment staging,
        Environment production,
        String stagingUrl,
        String productionUrl,
        String application) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static SavedRehearsal read(Path home) throws IOException {
        Path file = home.resolve("rehearsal.json");
        if (!Files.exists(file)) {
            throw new IOException("There is no rehearsal to resume in " + home + ".");
        }
        return JSON.readValue(Files.readAllBytes(file), SavedRehearsal.class);
    }

    void write(Path home) throws IOException {
        Path aside = home.resolve("rehearsal.json.new");
        Files.write(aside, JSON.writeValueAsBytes(this));
        Files.move(aside, home.resolve("rehearsal.json"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
