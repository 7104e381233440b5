package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.Result;
import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code unstable 'why'}: marks the build and goes on. */
public final class UnstableStep extends Step {

    private final String message;

    @DataBoundConstructor
    public UnstableStep(String message) {
        this.message = message;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            at.get(TaskListener.class).getLogger().println("WARNING: " + message);
            at.setResult(Result.UNSTABLE);
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("unstable", false, TaskListener.class);
        }
    }
}
