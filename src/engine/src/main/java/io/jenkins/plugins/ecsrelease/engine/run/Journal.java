package io.jenkins.plugins.ecsrelease.engine.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is on disk about one operation, for hosts and pages: a copy that does not change.
 *
 * <p>One that this version cannot read, written by a newer one, say, has the phase "unreadable", the outcome UNKNOWN with
 * the reason, and as many of the other values as could be made out; its identity may then be null.
 *
 * @param labels given by the host when it was opened (job, build, url, node)
 * @param order the order as saved
 * @param phase the stable name of the phase it stands in; "ended" for a closed one
 * @param description where it stands, for people
 * @param outcome empty while it is open
 * @param timeline the file of notes; it may not exist yet
 * @param timelineLength the bytes of it that count
 * @param output the file of followed output; it may not exist yet
 * @param outputLength the bytes of it that count
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
        long timelineLength,
        Path output,
        long outputLength) {

    /** The phase of a journal that this version cannot read. */
    public static final String UNREADABLE = "unreadable";

    /** A journal in a directory, open or archived; empty when there is none. */
    public static Optional<Journal> read(Path directory, String id) throws IOException {
        Path file = JournalFiles.journal(directory, id);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(JournalFiles.view(directory, id, Files.readAllBytes(file)));
    }

    /** All journals in a directory, oldest first; none when there is no such directory. */
    public static List<Journal> all(Path directory) throws IOException {
        List<Journal> journals = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return journals;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + JournalFiles.JOURNAL)) {
            for (Path file : files) {
                read(directory, JournalFiles.idOf(file)).ifPresent(journals::add);
            }
        }
        journals.sort(Comparator.comparing(Journal::created));
        return journals;
    }

    /** Whether this is the record that was sealed: false when anything that the seal covers was changed since. */
    public boolean fits(String seal) throws IOException {
        return outcome.isPresent() && Seal.fits(seal, timeline.getParent(), id, outcome.get());
    }

    /** What was noted, in order. */
    public List<Note> facts() throws IOException {
        return Timeline.read(timeline, timelineLength);
    }

    /** The verdict, once there is one. */
    public Optional<Verdict> verdict() {
        return outcome.map(Outcome::verdict);
    }
}
