package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/**
 * The next events of a log stream (GetLogEvents), without the secrets that the task definition has in plain sight.
 *
 * @param taskDefinition ARN of what writes there
 * @param token from the answer before; empty from the beginning
 */
public record LogLook(String region, String group, String stream, String taskDefinition, String token) implements Question<LogLook.Seen> {

    /** @param text lines, each with its end; @param token for the next question; the same again at the end */
    public record Seen(String text, String token) {}
}
