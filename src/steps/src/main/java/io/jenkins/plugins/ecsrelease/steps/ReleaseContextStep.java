package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.model.Run;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Tells what this build is: a release, or the rebuild, replay or restart of which build, and what that build left behind.
 * Reads the build's directory and changes nothing; quick enough to be begun anew after a restart of Jenkins.
 */
public final class ReleaseContextStep extends Step {

    @DataBoundConstructor
    public ReleaseContextStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context);
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Object> {
        private static final long serialVersionUID = 1L;

        Execution(StepContext context) {
            super(context);
        }

        @Override
        protected Object run() throws Exception {
            Run<?, ?> run = getContext().get(Run.class);
            return Origin.of(run).told(run);
        }

        @Override
        public void onResume() {
            try {
                getContext().onSuccess(run());
            } catch (Exception broken) {
                getContext().onFailure(broken);
            }
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "releaseContext";
        }

        @Override
        public String getDisplayName() {
            return Messages.ReleaseContextStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class);
        }
    }
}
