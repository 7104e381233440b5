package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/** The last lines in the log of a task of one version: of one that ended by itself, or else of one that runs. */
public record LastWordsLook(String cluster, String service, String taskDefinition) implements Question<LastWordsLook.Words> {

    /** @param lines oldest first; empty where the task writes no log that can be read here */
    public record Words(String task, String container, List<String> lines) {

        public static final Words NONE = new Words("", "", List.of());

        public Words {
            lines = List.copyOf(lines);
        }
    }
}
