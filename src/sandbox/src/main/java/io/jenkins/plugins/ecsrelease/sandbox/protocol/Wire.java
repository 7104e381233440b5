package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.sandbox.world.Extra;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkPojo;

/** One call in the protocol it came in: reads the message once, and writes the one answer. */
interface Wire {

    /** How a protocol names its errors. */
    enum Family {
        JSON,
        QUERY,
        EC2
    }

    Family family();

    /** Such as "UpdateService"; empty where the request names none. */
    String operation();

    /** The service's own name for itself in the request: target prefix or API version. */
    String dialect();

    /** Reads the body. @throws Malformed if it is none of this protocol */
    void read();

    /** The message as JSON; missing for query services. */
    JsonNode message();

    /**
     * Fills a request's builder.
     *
     * @param unplaced told the path of every member that the model does not know
     * @throws Malformed if a value has the wrong type
     */
    void decode(SdkPojo builder, Consumer<String> unplaced);

    Answered answer(SdkPojo response, Extra extra, String requestId);

    /** The answer of an operation that the model does not have. */
    Answered answer(JsonNode response, String requestId);

    Answered failure(Failure failure, String requestId);

    /** The message cannot be read. */
    final class Malformed extends RuntimeException {
        Malformed(String message) {
            super(message);
        }
    }
}
