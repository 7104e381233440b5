package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.Optional;

/** Where the key of an encrypted session comes from. */
@FunctionalInterface
interface Keys {

    /**
     * A new data key of 64 bytes for this session.
     *
     * @param challenge the agent's random challenge, which goes into the encryption context
     */
    DataKey make(String keyId, Optional<String> challenge) throws Exception;

    /** @param clear the key itself, never logged; @param sealed as KMS encrypted it */
    record DataKey(byte[] clear, byte[] sealed) {
        @Override
        public String toString() {
            return "DataKey"; // no secret in a log
        }
    }
}
