package io.jenkins.plugins.ecsrelease.steps;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Stored keys. Those that are keys of a session are kept for a few minutes: stored credentials with a role of their own
 * call STS each time they are asked, and would be another identity each time. AWS lets no session live for less than
 * fifteen minutes.
 */
final class SessionKeys implements AwsCredentialsProvider {

    private static final long KEPT = Duration.ofMinutes(5).toNanos();

    private final AwsCredentialsProvider stored;
    private AwsCredentials session;
    private long since;

    SessionKeys(AwsCredentialsProvider stored) {
        this.stored = stored;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        if (session != null && System.nanoTime() - since < KEPT) {
            return session;
        }
        AwsCredentials resolved = stored.resolveCredentials();
        session = resolved instanceof AwsSessionCredentials ? resolved : null;
        since = System.nanoTime();
        return resolved;
    }
}
