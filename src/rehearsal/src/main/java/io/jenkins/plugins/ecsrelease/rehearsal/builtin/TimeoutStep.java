package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.Result;
import hudson.model.TaskListener;
import java.util.concurrent.TimeUnit;
import jenkins.model.CauseOfInterruption;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code timeout(time: 5, unit: 'MINUTES') { … }}: ends a block that takes longer. The limit holds across restarts. */
public final class TimeoutStep extends Step {

    private final int time;
    private TimeUnit unit = TimeUnit.MINUTES;

    @DataBoundConstructor
    public TimeoutStep(int time) {
        this.time = time;
    }

    @DataBoundSetter
    public void setUnit(TimeUnit unit) {
        this.unit = unit;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, System.currentTimeMillis() + unit.toMillis(time));
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final long deadline;
        private BodyExecution body;

        Execution(StepContext context, long deadline) {
            super(context);
            this.deadline = deadline;
        }

        @Override
        public boolean start() {
            body = getContext().newBodyInvoker().start();
            arm();
            return false;
        }

        @Override
        public void onResume() {
            arm();
        }

        private void arm() {
            Timer.get().schedule(this::expire, Math.max(0, deadline - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
        }

        private void expire() {
            if (body.isDone()) {
                return;
            }
            try {
                getContext().get(TaskListener.class).getLogger().println("Cancelling nested steps due to timeout");
            } catch (Exception e) {
                // The message is a courtesy; the limit holds all the same.
            }
            body.cancel(new FlowInterruptedException(Result.ABORTED, true, new Exceeded()));
        }
    }

    /** Why the block was ended. */
    public static final class Exceeded extends CauseOfInterruption {

        private static final long serialVersionUID = 1;

        @Override
        public String getShortDescription() {
            return "Timeout has been exceeded";
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("timeout", true, TaskListener.class);
        }
    }
}
