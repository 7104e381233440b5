package io.jenkins.plugins.ecsrelease.rehearsal.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a build, as plain values in {@code build.json}.
 *
 * @param parameters as given when it was started
 * @param environment what the pipeline set through {@code env}
 * @param repeats the number of the build that this one repeats; 0 for none
 * @param edited whether a repeated build's script was edited
 * @param result empty while it runs
 */
public record BuildRecord(
        int number,
        String startedBy,
        long startedAt,
        Map<String, Object> parameters,
        Map<String, String> environment,
        int repeats,
        boolean edited,
        String result,
        String failure,
        long endedAt,
        String displayName,
        String description) {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public BuildRecord {
        parameters = parameters == null ? new LinkedHashMap<>() : new LinkedHashMap<>(parameters);
        environment = environment == null ? new LinkedHashMap<>() : new LinkedHashMap<>(environment);
        result = result == null ? "" : result;
        failure = failure == null ? "" : failure;
        displayName = displayName == null ? "" : displayName;
        description = description == null ? "" : description;
    }

    public static BuildRecord started(int number, String by, Map<String, Object> parameters, int repeats, boolean edited) {
        return new BuildRecord(number, by, System.currentTimeMillis(), parameters, Map.of(), repeats, edited, "", "", 0, "", "");
    }

    BuildRecord ended(String result, String failure) {
        return new BuildRecord(number, startedBy, startedAt, parameters, environment, repeats, edited, result, failure,
                System.currentTimeMillis(), displayName, description);
    }

    BuildRecord named(String displayName, String description) {
        return new BuildRecord(number, startedBy, startedAt, parameters, environment, repeats, edited, result, failure,
                endedAt, displayName, description);
    }

    public static BuildRecord read(Path directory) throws IOException {
        return JSON.readValue(Files.readAllBytes(directory.resolve("build.json")), BuildRecord.class);
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path aside = directory.resolve("build.json.new");
        Files.write(aside, JSON.writeValueAsBytes(this));
        Files.move(aside, directory.resolve("build.json"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
