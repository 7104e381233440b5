package io.jenkins.plugins.ecsrelease.engine.aws;

import java.util.Optional;

/** Rides as a suppressed exception on what the SDK throws, which does not say which call it was. */
@SuppressWarnings("serial")
final class Called extends RuntimeException {

    private final String service;
    private final String operation;

    private Called(String service, String operation, Identity identity) {
        super("in " + service + " " + operation + " as " + Access.describe(identity), null, false, false);
        this.service = service;
        this.operation = operation;
    }

    static <E extends Throwable> E mark(E error, String service, String operation, Identity identity) {
        if (of(error).isEmpty()) {
            error.addSuppressed(new Called(service, operation, identity));
        }
        return error;
    }

    static Optional<Called> of(Throwable error) {
        for (Throwable suppressed : error.getSuppressed()) {
            if (suppressed instanceof Called called) {
                return Optional.of(called);
            }
        }
        return Optional.empty();
    }

    String service() {
        return service;
    }

    String operation() {
        return operation;
    }
}
