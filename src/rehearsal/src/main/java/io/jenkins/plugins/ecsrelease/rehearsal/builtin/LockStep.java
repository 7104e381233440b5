package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code lock('name') { … }} of the lockable resources plugin: one block at a time for each name. */
public final class LockStep extends Step {

    private final String resource;

    @DataBoundConstructor
    public LockStep(String resource) {
        this.resource = resource;
    }

    /** In Jenkins the newest waiting build comes first; here only blocks of one build can wait. */
    @DataBoundSetter
    public void setInversePrecedence(boolean inversePrecedence) {}

    @DataBoundSetter
    public void setPriority(int priority) {}

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, resource);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final String resource;
        private boolean granted;

        Execution(StepContext context, String resource) {
            super(context);
            this.resource = resource;
        }

        @Override
        public boolean start() throws Exception {
            getContext().get(TaskListener.class).getLogger().println("Trying to acquire lock on [Resource: " + resource + "]");
            getContext().get(Locks.class).take(resource, this::granted);
            return false;
        }

        private void granted() {
            granted = true;
            getContext().newBodyInvoker().withCallback(new Release(resource)).start();
        }

        @Override
        public void onResume() {
            try {
                getContext().get(Locks.class).take(resource, granted ? () -> {} : this::granted);
            } catch (Exception e) {
                getContext().onFailure(e);
            }
        }
    }

    private static final class Release extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private final String resource;

        Release(String resource) {
            this.resource = resource;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            release(context);
            context.onSuccess(result);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            release(context);
            context.onFailure(failure);
        }

        private void release(StepContext context) {
            try {
                context.get(Locks.class).release(resource);
            } catch (Exception e) {
                context.onFailure(e);
            }
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("lock", true, TaskListener.class);
        }
    }
}
