package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code error 'why'}: fails. */
public final class ErrorStep extends Step {

    private final String message;

    @DataBoundConstructor
    public ErrorStep(String message) {
        this.message = message;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            throw new AbortException(message);
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("error", false);
        }
    }
}
