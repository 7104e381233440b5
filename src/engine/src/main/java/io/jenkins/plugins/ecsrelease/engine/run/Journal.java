package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is on disk about one operation, for hosts and pages: a copy that does not change.
 *
 * @param labels given by the host when it was opened (job, build, url, node)
 * @param order the order as saved
 * @param phase the stable name of the phase it stands in; "ended" for a closed one
 * @param description where it stands, for people
 * @param outcome empty while it is open
 * @param timeline the file of notes; it may not exist yet
 * @param output the file of followed output; it may not exist yet
 */
public record Journal(
        String id,
        String kind,
        int schema,
        Identity identity,
        Map<String, String> labels,
        Instant created,
        JsonNode order,
        String phase,
        String description,
        List<Signal> signals,
        Optional<Outcome> outcome,
        Path timeline,
        Path output) {

    /** A journal in a directory, open or archived; empty when there is none. */
    public static Optional<Journal> read(Path directory, String id) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** All readable journals in a directory, oldest first. */
    public static List<Journal> all(Path directory) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What was noted, in order. */
    public List<Note> facts() throws IOException {
        throw new UnsupportedOperationException();
    }
}
