package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the world through its own operations, without a caller's permission and without leaving a trace. */
@FunctionalInterface
public interface Lookup {

    /** The answer; missing where the operation refuses. */
    JsonNode look(String service, String operation, JsonNode request);
}
