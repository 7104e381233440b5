package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code stage('Build') { … }}: a named part of the pipeline. */
public final class StageStep extends Step {

    private final String name;

    @DataBoundConstructor
    public StageStep(String name) {
        this.name = name;
    }

    @Override
    public StepExecution start(StepContext context) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("A stage needs a name.");
        }
        return Around.block(context, new Named(name));
    }

    /** Around everything in the stage. */
    public record Named(String name) implements Serializable {}

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("stage", true);
        }
    }
}
