package io.jenkins.plugins.ecsrelease.engine.service;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How the values of an order are read: empty becomes the default, and what is wrong is named with its remedy. */
public final class Wanted {

    private Wanted() {}

    /** A value that must be there. */
    public static String text(String parameter, String value, String example) {
        String text = orEmpty(value);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "No " + parameter + ": give '" + parameter + "', such as " + parameter + ": '" + example + "'.");
        }
        return text;
    }

    public static String orEmpty(String value) {
        return value == null ? "" : value.strip();
    }

    /** One of a few words, in any case; the first is the default. */
    public static String oneOf(String parameter, String value, String... words) {
        String text = orEmpty(value);
        if (text.isEmpty()) {
            return words[0];
        }
        for (String word : words) {
            if (word.equalsIgnoreCase(text)) {
                return word;
            }
        }
        throw new IllegalArgumentException("'" + parameter + "' is '" + text + "', which is none of its values: "
                + String.join(", ", words).replaceFirst("^, ", "") + ".");
    }

    /** A whole number within a range. */
    public static int number(String parameter, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "'%s' is %d; it must lie between %d and %d.", parameter, value, least, most));
        }
        return value;
    }

    /** A copy that keeps its order. */
    public static <V> Map<String, V> map(Map<String, V> values) {
        return values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
