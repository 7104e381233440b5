package io.jenkins.plugins.ecsrelease.engine.record;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of a release, wherever it is kept: in the build, and as {@link Tags} of its task definition.
 *
 * @param release the run of the step that made it
 * @param previous family and revision of the task definition that served before
 * @param digest of the first image
 * @param labels such as environment, build, commit, migration
 */
public record ReleaseRecord(String release, String previous, String digest, Map<String, String> labels) {

    /** The kind of facts that {@link #sealed} makes. */
    public static final String SEALED = "sealed";

    public ReleaseRecord {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** Reads a record back from the tags of a task definition; empty texts where a tag is missing. */
    public static ReleaseRecord of(Map<String, String> tags) {
        Map<String, String> labels = new LinkedHashMap<>();
        tags.forEach((key, value) -> {
            if (key.startsWith(Tags.PREFIX)) {
                labels.put(key.substring(Tags.PREFIX.length()), value);
            }
        });
        String release = orEmpty(labels.remove("release"));
        String previous = orEmpty(labels.remove("previous"));
        String digest = orEmpty(labels.remove("digest"));
        return new ReleaseRecord(release, previous, digest, labels);
    }

    /**
     * What tells a host which record the tags of a task definition are about and what it must say; nothing where it was
     * not sealed. Quiet: hosts compare, people are told only of a difference.
     */
    public static List<Fact> sealed(Map<String, String> tags) {
        String release = orEmpty(tags.get(Tags.RELEASE));
        String seal = orEmpty(tags.get(Tags.RECORD));
        return release.isEmpty() || seal.isEmpty() ? List.of() : List.of(Fact.quiet(SEALED, Map.of("release", release, "seal", seal)));
    }

    /** The verdict, or an empty text while there is none. */
    public String verdict() {
        return labels.getOrDefault("verdict", "");
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
