package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import software.amazon.awssdk.core.SdkPojo;

/**
 * An error that a call is answered with.
 *
 * @param fields members of the modelled exception; null for none
 */
record Failure(int status, String code, String message, SdkPojo fields) {

    Failure(int status, String code, String message) {
        this(status, code, message, null);
    }

    /** "Sender" or "Receiver", as the query services say it. */
    String side() {
        return status < 500 ? "Sender" : "Receiver";
    }
}
