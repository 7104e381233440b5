package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A note for the timeline and, unless {@link #quiet}, a line of the log. The engine adds the time.
 *
 * @param kind a stable word that pages and reports look for, such as {@code deployment}, {@code weights}, {@code check},
 *     {@code plan}, {@code findings}, {@code mutation}
 * @param text a sentence for people; empty for none
 * @param details plain values for pages and reports, never a secret
 * @param quiet true when the log need not show it
 */
public record Fact(String kind, String text, Map<String, Object> details, boolean quiet) {

    public Fact {
        text = Said.plain(text);
        details = details == null ? Map.of() : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    public static Fact of(String kind, String text) {
        return new Fact(kind, text, Map.of(), false);
    }

    public static Fact of(String kind, String text, Map<String, Object> details) {
        return new Fact(kind, text, details, false);
    }

    public static Fact quiet(String kind, Map<String, Object> details) {
        return new Fact(kind, "", details, true);
    }
}
