package io.jenkins.plugins.ecsrelease.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The build that calls a step, as far as an order may depend on it. Read on the thread of the pipeline: nothing here
 * asks an agent or the network.
 */
public final class Build {

    private final StepContext context;
    private final Run<?, ?> run;
    private final FlowNode node;
    private final EnvVars variables;
    private final Identity identity;

    Build(StepContext context, Identity identity) throws IOException, InterruptedException {
        this.context = context;
        this.run = context.get(Run.class);
        this.node = context.get(FlowNode.class);
        EnvVars environment = context.get(EnvVars.class);
        this.variables = environment == null ? new EnvVars() : environment;
        this.identity = identity;
    }

    public Run<?, ?> run() {
        return run;
    }

    /** A name that no other call of a step has: "shop/main#42/17" of job, build and node. */
    public String release() {
        return run.getExternalizableId() + "/" + node.getId();
    }

    /** Variables of the pipeline, such as GIT_COMMIT. Not identity: AWS_* has no effect on who acts. */
    public EnvVars variables() {
        return variables;
    }

    /** Who acts, and in which region. */
    public Identity identity() {
        return identity;
    }

    /** The workspace, for steps that list {@code FilePath} in their required context. */
    public Optional<FilePath> workspace() throws IOException, InterruptedException {
        return Optional.ofNullable(context.get(FilePath.class));
    }

    public TaskListener log() throws IOException, InterruptedException {
        return context.get(TaskListener.class);
    }

    /** Whether the step was called with a block. */
    public boolean hasBody() {
        return context.hasBody();
    }
}
