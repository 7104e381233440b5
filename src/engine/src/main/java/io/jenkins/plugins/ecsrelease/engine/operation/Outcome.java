package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The verdict, a sentence for people and the values that the step returns.
 *
 * @param message without the verdict's name; hosts print "VERDICT: message"
 * @param result strings, booleans, numbers, and lists and maps of them, in order; never null
 */
public record Outcome(Verdict verdict, String message, Map<String, Object> result) {

    public Outcome {
        message = Said.plain(message);
        result = result == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(result));
    }

    public static Outcome succeeded(String message, Map<String, Object> result) {
        return new Outcome(Verdict.SUCCEEDED, message, result);
    }

    public static Outcome stopped(String message) {
        return new Outcome(Verdict.STOPPED, message, Map.of());
    }
}
