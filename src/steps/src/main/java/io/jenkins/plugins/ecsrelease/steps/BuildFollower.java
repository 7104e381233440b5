package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Follower;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import jenkins.model.Jenkins;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The build's side of an operation: its log, its credentials, its agent, its directory. */
final class BuildFollower implements Follower {

    private final ReleaseExecution execution;
    private final Run<?, ?> run;
    private final PrintStream log;

    BuildFollower(ReleaseExecution execution) throws IOException, InterruptedException {
        this.execution = execution;
        this.run = execution.getContext().get(Run.class);
        this.log = execution.getContext().get(TaskListener.class).getLogger();
    }

    /** A build that was killed tells nobody: its run is simply no longer building. */
    @Override
    public boolean alive() {
        Jenkins jenkins = Jenkins.getInstanceOrNull();
        return run.isBuilding() && jenkins != null && !jenkins.isTerminating();
    }

    @Override
    public AwsCredentialsProvider credentials(Identity identity) throws IOException {
        return BaseCredentials.of(identity, run);
    }

    @Override
    public Detached agent(Detached.Place.Agent place) throws IOException {
        throw new IOException("No transport to agents in this version.");
    }

    @Override
    public void say(String line) {
        log.println(line);
    }

    @Override
    public void output(byte[] bytes) {
        log.write(bytes, 0, bytes.length);
        log.flush();
    }

    @Override
    public void noted(Instant at, Fact fact) {
        execution.noted(fact);
    }

    @Override
    public Path archive() {
        return ReleaseExecution.archive(run);
    }

    @Override
    public void ended(Outcome outcome) {
        execution.finish(outcome);
    }
}
