package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code echo 'text'}: a line of the log. */
public final class EchoStep extends Step {

    private final String message;

    @DataBoundConstructor
    public EchoStep(String message) {
        this.message = message;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            at.get(TaskListener.class).getLogger().println(message);
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("echo", false, TaskListener.class);
        }
    }
}
