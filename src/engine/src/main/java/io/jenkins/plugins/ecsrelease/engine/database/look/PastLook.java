package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/**
 * What AWS remembers of a migration in one cluster: the task definitions that were registered for it, which carry its outcome as tags.
 *
 * @param family of the migration's task definitions
 * @param cluster name of the cluster: another one has a database of its own
 * @param id of the migration
 */
public record PastLook(String family, String cluster, String id) implements Question<PastLook.Found> {

    /** How many revisions are looked at, the newest first. */
    public static final int MOST = 30;

    /** @param runs the newest first */
    public record Found(List<Run> runs) {
        public Found {
            runs = List.copyOf(runs);
        }
    }

    /**
     * @param attempt from 1
     * @param owner which run of which job
     * @param outcome "ended 7", "notRun", "ran", "unknown"; empty while it is not known
     * @param task ARN of the task, as far as it is tagged
     */
    public record Run(String taskDefinition, int attempt, String owner, String outcome, String task) {

        /** The exit code it ended with, or -1. */
        public int exitCode() {
            return outcome.matches("ended \\d{1,3}") ? Integer.parseInt(outcome.substring(6)) : -1;
        }
    }
}
