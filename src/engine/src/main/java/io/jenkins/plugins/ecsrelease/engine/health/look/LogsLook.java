package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.time.Instant;
import java.util.Map;

/**
 * How often a pattern occurs in the log streams of the tasks of one version (FilterLogEvents).
 *
 * @param from inclusive, a whole minute
 * @param until exclusive, a whole minute
 */
public record LogsLook(
        String cluster, String service, String taskDefinition, String group, String pattern, Instant from, Instant until)
        implements Question<LogsLook.Matches> {

    /**
     * @param perMinute how many, by the beginning of the minute
     * @param examples the first line of each minute, shortened
     */
    public record Matches(Map<Instant, Integer> perMinute, Map<Instant, String> examples) {

        public Matches {
            perMinute = Map.copyOf(perMinute);
            examples = Map.copyOf(examples);
        }
    }
}
