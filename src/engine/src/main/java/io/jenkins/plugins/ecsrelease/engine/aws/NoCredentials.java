package io.jenkins.plugins.ecsrelease.engine.aws;

/** The host has no credentials for an identity; the message says why. Certainly nothing was called. */
public final class NoCredentials extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NoCredentials(String why, Throwable cause) {
        super(why, cause);
    }
}
