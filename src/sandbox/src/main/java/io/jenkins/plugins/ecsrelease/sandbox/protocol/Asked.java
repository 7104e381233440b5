package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.util.List;
import java.util.Map;

/**
 * One HTTP request to the API, whichever way it came.
 *
 * @param path as sent, still encoded
 * @param query as sent, still encoded; empty for none
 * @param headers names in lower case
 */
record Asked(String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** The values of a header joined by commas; empty where it is absent. */
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? "" : String.join(",", values);
    }

    Asked body(byte[] other) {
        return new Asked(method, path, query, headers, other);
    }
}
