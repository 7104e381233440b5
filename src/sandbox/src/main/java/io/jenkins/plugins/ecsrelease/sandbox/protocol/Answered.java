package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reply to one request.
 *
 * @param cut the connection ends without this reply: the caller never learns what happened
 */
record Answered(int status, Map<String, String> headers, byte[] body, boolean cut) {

    Answered(int status, Map<String, String> headers, byte[] body) {
        this(status, headers, body, false);
    }

    Answered lost() {
        return new Answered(status, headers, body, true);
    }

    Answered header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answered(status, more, body, cut);
    }
}
