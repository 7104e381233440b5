package io.jenkins.plugins.ecsrelease.engine.service.plan;

/**
 * Something found while planning, with its remedy in the text.
 *
 * @param severity an ERROR stops the release before any change; a WARNING is told; a CONFLICT is another deployment in
 *     flight, which {@code onConflict} decides about
 */
public record Concern(Severity severity, String text) {

    public enum Severity {
        ERROR,
        CONFLICT,
        WARNING
    }

    public static Concern error(String text) {
        return new Concern(Severity.ERROR, text);
    }

    public static Concern conflict(String text) {
        return new Concern(Severity.CONFLICT, text);
    }

    public static Concern warning(String text) {
        return new Concern(Severity.WARNING, text);
    }
}
