package io.jenkins.plugins.ecsrelease.steps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plain words that steps take, as pipelines and forms write them. */
final class Names {

    private Names() {}

    /** A form sends a list as one text with a line for each; a pipeline sends a list. */
    static List<String> lines(List<String> given) {
        return given == null
                ? List.of()
                : given.stream().flatMap(one -> one == null ? Stream.empty() : one.lines()).map(String::strip)
                        .filter(one -> !one.isEmpty()).toList();
    }

    /** NAME=value, each name once. */
    static Map<String, String> pairs(String parameter, List<String> lines) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "'" + parameter + "' takes texts like 'NAME=value', not '" + line + "'.");
            }
            if (pairs.put(line.substring(0, equals), line.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "'" + parameter + "' gives " + line.substring(0, equals) + " twice.");
            }
        }
        return pairs;
    }

    /** An address that may go into a label: without a user and password in it. */
    static String withoutUser(String url) {
        return url.replaceFirst("^([a-z+]+://)[^/@]*@", "$1");
    }
}
