package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/**
 * The migrations that were begun in a cluster, as AWS remembers them.
 *
 * @param cluster its name
 * @param family of the service's task definitions
 */
public record MigrationsLook(String cluster, String family) implements Question<MigrationsLook.Found> {

    /** @param migrations the newest first */
    public record Found(List<Migrated> migrations) {
        public Found {
            migrations = List.copyOf(migrations);
        }
    }

    /**
     * One that began, however it ended.
     *
     * @param digests of the images in its task
     * @param outcome "ended 7", "ran", "unknown"; empty while it is not known
     * @param reversible whether versions before it were said to work with what it did
     */
    public record Migrated(String id, List<String> digests, String outcome, boolean reversible) {
        public Migrated {
            digests = List.copyOf(digests);
        }
    }
}
