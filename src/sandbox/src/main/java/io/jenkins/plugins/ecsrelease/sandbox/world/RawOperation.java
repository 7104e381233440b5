package io.jenkins.plugins.ecsrelease.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;

/** An operation of a JSON service that is newer than the SDK's model, as it goes over the wire. */
@FunctionalInterface
public interface RawOperation {

    /** Answers, or throws one of the service's modelled exceptions or {@link Refused}. */
    JsonNode handle(JsonNode request);
}
