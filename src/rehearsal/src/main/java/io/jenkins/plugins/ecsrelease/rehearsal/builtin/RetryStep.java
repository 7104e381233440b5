package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code retry(3) { … }}: again when the block fails; an interruption is not tried again. */
public final class RetryStep extends Step {

    private final int count;

    @DataBoundConstructor
    public RetryStep(int count) {
        this.count = count;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Around.block(context, new Again(count));
    }

    private static final class Again extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private int left;

        Again(int left) {
            this.left = left;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            context.onSuccess(result);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            left--;
            if (left <= 0 || failure instanceof FlowInterruptedException) {
                context.onFailure(failure);
                return;
            }
            try {
                context.get(TaskListener.class).getLogger().println("ERROR: " + Failures.text(failure) + "\nRetrying");
            } catch (Exception e) {
                context.onFailure(failure);
                return;
            }
            context.newBodyInvoker().withCallback(this).start();
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("retry", true, TaskListener.class);
        }
    }
}
