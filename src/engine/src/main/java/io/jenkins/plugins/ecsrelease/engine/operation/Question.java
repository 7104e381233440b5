package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.Locale;

/**
 * Something to read from AWS or from a followed process, as a record of plain values, equal when it asks the same.
 *
 * @param <A> what a known answer holds: our own immutable records of plain values, never an SDK type
 */
public interface Question<A> {

    /** What is looked at, in words for a log: "target group arn=arn:aws:…". */
    default String subject() {
        String text = toString();
        int values = text.indexOf('[');
        String name = (values < 0 ? text : text.substring(0, values)).replaceFirst("Look$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        return values < 0 ? name : name + " " + text.substring(values + 1, text.length() - 1);
    }
}
