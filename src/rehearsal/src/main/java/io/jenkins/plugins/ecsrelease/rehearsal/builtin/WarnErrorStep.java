package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code warnError('message') { … }}: a failure only makes the build unstable. */
public final class WarnErrorStep extends Step {

    private final String message;

    @DataBoundConstructor
    public WarnErrorStep(String message) {
        this.message = message;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        CatchErrorStep step = new CatchErrorStep();
        step.setMessage(message);
        step.setBuildResult("UNSTABLE");
        step.setStageResult("UNSTABLE");
        return step.start(context);
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("warnError", true, TaskListener.class);
        }
    }
}
