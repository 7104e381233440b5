package io.jenkins.plugins.ecsrelease.sandbox.control.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;

/**
 * The terms of a filter pattern: all of the plain ones, at least one of those with "?", none of those with "-". See
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
record FilterPattern(List<String> all, List<String> any, List<String> none) {

    private static final Pattern TERM = Pattern.compile("([?-]?)(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s\"]+))");

    /** Patterns over fields of JSON or of columns are not modelled and say so. */
    static FilterPattern parse(String text) {
        String trimmed = text.trim();
        if (trimmed.startsWith("{") || trimmed.startsWith("[") || trimmed.startsWith("%")) {
            throw InvalidParameterException.builder()
                    .message("Invalid filter pattern: this sandbox knows patterns of terms only, not " + trimmed).build();
        }
        List<String> all = new ArrayList<>();
        List<String> any = new ArrayList<>();
        List<String> none = new ArrayList<>();
        Matcher terms = TERM.matcher(trimmed);
        while (terms.find()) {
            String term = terms.group(2) != null ? terms.group(2).replaceAll("\\\\(.)", "$1") : terms.group(3);
            List<String> to = terms.group(1).equals("?") ? any : terms.group(1).equals("-") ? none : all;
            to.add(term);
        }
        return new FilterPattern(all, any, none);
    }

    boolean matches(String message) {
        return all.stream().allMatch(message::contains)
                && (any.isEmpty() || !all.isEmpty() || any.stream().anyMatch(message::contains))
                && none.stream().noneMatch(message::contains);
    }
}
