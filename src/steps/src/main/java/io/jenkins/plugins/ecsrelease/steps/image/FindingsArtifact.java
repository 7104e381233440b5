package io.jenkins.plugins.ecsrelease.steps.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import jenkins.util.BuildListenerAdapter;

/**
 * All that a scan found, as an artifact of the build: {@code ecs-release/<repository>/findings.json}, wherever this Jenkins
 * keeps artifacts. It is written from the closed journal, so that it is written again after a crash in between.
 */
public final class FindingsArtifact {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FindingsArtifact() {}

    /** Does nothing for what scanned nothing. */
    public static void keep(Run<?, ?> run, TaskListener listener, Journal journal) throws IOException, InterruptedException {
        for (Note note : journal.facts()) {
            Map<String, Object> details = note.fact().details();
            if (note.fact().kind().equals("findings") && details.containsKey("findings")) {
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("at", note.at().toString());
                all.putAll(details);
                keep(run, listener, "ecs-release/" + journal.order().path("repository").asText() + "/findings.json", all);
            }
        }
    }

    private static void keep(Run<?, ?> run, TaskListener listener, String path, Map<String, Object> content)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("ecs-release");
        FilePath files = new FilePath(directory.toFile());
        try {
            files.child("findings.json").write(
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n", StandardCharsets.UTF_8.name());
            run.pickArtifactManager().archive(
                    files, new Launcher.LocalLauncher(listener), BuildListenerAdapter.wrap(listener), Map.of(path, "findings.json"));
        } finally {
            files.deleteRecursive();
        }
    }
}
