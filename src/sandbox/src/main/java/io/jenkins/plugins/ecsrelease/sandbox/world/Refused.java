package io.jenkins.plugins.ecsrelease.sandbox.world;

/**
 * The answer to a call that AWS refuses with an error that the SDK's model of the service does not have, such as
 * "ValidationError" of the query services. Modelled errors are thrown as the SDK's own exceptions instead.
 */
public final class Refused extends RuntimeException {

    private final int status;
    private final String code;

    /**
     * @param status HTTP status, mostly 400
     * @param code AWS's error code, such as "AccessDenied"
     */
    public Refused(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** With status 400. */
    public Refused(String code, String message) {
        this(400, code, message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
