package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code sleep 30}: waits, without a thread. */
public final class SleepStep extends Step {

    private final int time;
    private TimeUnit unit = TimeUnit.SECONDS;

    @DataBoundConstructor
    public SleepStep(int time) {
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

        private final long end;

        Execution(StepContext context, long end) {
            super(context);
            this.end = end;
        }

        @Override
        public boolean start() {
            onResume();
            return false;
        }

        @Override
        public void onResume() {
            Timer.get().schedule(() -> getContext().onSuccess(null),
                    Math.max(0, end - System.currentTimeMillis()), TimeUnit.MILLISECONDS);
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("sleep", false);
        }
    }
}
