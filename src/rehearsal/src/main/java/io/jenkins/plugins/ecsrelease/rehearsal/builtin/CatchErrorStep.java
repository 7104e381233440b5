package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.Result;
import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code catchError { … }}: notes a failure in the build's result and goes on. */
public final class CatchErrorStep extends Step {

    private String buildResult = "FAILURE";
    private String stageResult = "SUCCESS";
    private String message = "";
    private boolean catchInterruptions = true;

    @DataBoundConstructor
    public CatchErrorStep() {}

    @DataBoundSetter
    public void setBuildResult(String buildResult) {
        this.buildResult = buildResult;
    }

    @DataBoundSetter
    public void setStageResult(String stageResult) {
        this.stageResult = stageResult;
    }

    @DataBoundSetter
    public void setMessage(String message) {
        this.message = message;
    }

    @DataBoundSetter
    public void setCatchInterruptions(boolean catchInterruptions) {
        this.catchInterruptions = catchInterruptions;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Around.block(context, new Catch(buildResult, stageResult, message, catchInterruptions));
    }

    private static final class Catch extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private final String buildResult;
        private final String stageResult;
        private final String message;
        private final boolean interruptions;

        Catch(String buildResult, String stageResult, String message, boolean interruptions) {
            this.buildResult = buildResult;
            this.stageResult = stageResult;
            this.message = message;
            this.interruptions = interruptions;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            context.onSuccess(null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            if (failure instanceof FlowInterruptedException && !interruptions) {
                context.onFailure(failure);
                return;
            }
            try {
                String stage = stageResult.equals("SUCCESS") ? "" : " (stage: " + stageResult + ")";
                context.get(TaskListener.class).getLogger()
                        .println((message.isEmpty() ? "" : message + ": ") + "ERROR: " + Failures.text(failure) + stage);
                context.setResult(Result.fromString(buildResult == null ? "SUCCESS" : buildResult));
                context.onSuccess(null);
            } catch (Exception e) {
                context.onFailure(e);
            }
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("catchError", true, TaskListener.class);
        }
    }
}
