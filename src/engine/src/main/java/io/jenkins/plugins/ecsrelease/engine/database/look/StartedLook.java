package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/** The tasks that were started under a name, running or stopped not long ago (ListTasks by startedBy). */
public record StartedLook(String cluster, String startedBy) implements Question<StartedLook.Found> {

    public record Found(List<String> running, List<String> stopped) {
        public Found {
            running = List.copyOf(running);
            stopped = List.copyOf(stopped);
        }
    }
}
