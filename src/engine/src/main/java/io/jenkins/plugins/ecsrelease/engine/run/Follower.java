package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The host's side of one operation: who acts, where lines go, and who is told the end. Made anew after a restart; the
 * engine keeps none of it in the journal.
 *
 * <p>Called on the engine's threads. {@link #say}, {@link #output}, {@link #noted} and {@link #ended} come one at a time and
 * in order; the questions ({@link #alive}, {@link #credentials}, {@link #agent}, {@link #archive}) may come at any time.
 */
public interface Follower {

    /** Whether the build still wants this: asked before every call to AWS. False stops turns without an outcome. */
    boolean alive();

    /** Base credentials by the identity's {@code credentialsId}; roles are assumed by the engine on top of them. */
    AwsCredentialsProvider credentials(Identity identity) throws IOException;

    /** The agent's transport, or an exception that says why there is none now. */
    Detached agent(Detached.Place.Agent place) throws IOException;

    /** A line for the log. */
    void say(String line);

    /** Followed output, as written. */
    void output(byte[] bytes);

    /** A note of the timeline, once it is on disk. */
    default void noted(Instant at, Fact fact) {}

    /** A log group of CloudWatch in the acting identity's account that gets a line for each change; empty for none. */
    default String auditLogGroup() {
        return "";
    }

    /** Where the closed journal, its timeline and its output go: a directory of the build. */
    Path archive() throws IOException;

    /** The end, once on disk and archived. Called once for a follower; again for a later follower after a restart. */
    void ended(Outcome outcome);
}
