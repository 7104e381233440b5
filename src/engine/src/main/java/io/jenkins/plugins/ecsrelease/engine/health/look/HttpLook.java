package io.jenkins.plugins.ecsrelease.engine.health.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.Map;

/** One request and its answer. Not to AWS: no credentials go with it. */
public record HttpLook(String url, Map<String, String> headers, int timeoutSeconds) implements Question<HttpLook.Reply> {

    /** @param problem why there was no status; empty when there was one */
    public record Reply(int status, long millis, String problem) {}
}
