package io.jenkins.plugins.ecsrelease.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Follower;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.steps.agent.AgentPrograms;
import io.jenkins.plugins.ecsrelease.steps.image.FindingsArtifact;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The build's side of an operation: its log, its credentials, its agent, its directory. */
final class BuildFollower implements Follower {

    private final ReleaseExecution execution;
    private final Run<?, ?> run;
    private final PrintStream log;
    private final ProgramOutput programs = new ProgramOutput();

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
        try {
            FilePath workspace = execution.getContext().get(FilePath.class);
            Launcher launcher = execution.getContext().get(Launcher.class);
            if (workspace == null || launcher == null) {
                throw new IOException("The agent of " + place.directory() + " is not connected.");
            }
            if (!workspace.getRemote().equals(place.directory())) {
                throw new IOException("The build's workspace is " + workspace.getRemote() + " now, not " + place.directory() + ".");
            }
            EnvVars variables = execution.getContext().get(EnvVars.class);
            EnvironmentExpander expander = execution.getContext().get(EnvironmentExpander.class);
            return new AgentPrograms(
                    workspace, launcher, variables == null ? new EnvVars() : variables,
                    expander == null ? Set.of() : expander.getSensitiveVariables(), execution.getContext().get(TaskListener.class));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted on the way to the agent.", e);
        }
    }

    @Override
    public void say(String line) {
        log.println(line);
    }

    @Override
    public void output(byte[] bytes) {
        byte[] tame = programs.of(bytes);
        log.write(tame, 0, tame.length);
        log.flush();
    }

    @Override
    public void noted(Instant at, Fact fact) {
        execution.noted(fact);
    }

    @Override
    public String auditLogGroup() {
        String group = ReleaseConfiguration.get().getAuditLogGroup();
        return group == null ? "" : group;
    }

    @Override
    public Path archive() {
        return ReleaseExecution.archive(run);
    }

    @Override
    public void ended(Outcome outcome) {
        try {
            Journal closed = Journal.read(archive(), execution.id()).orElse(null);
            if (closed != null) {
                FindingsArtifact.keep(run, execution.getContext().get(TaskListener.class), closed);
            }
        } catch (IOException | RuntimeException e) {
            log.println("[ecs-release] What the scan found could not be kept as an artifact: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        execution.finish(outcome);
    }
}
