package org.jenkinsci.plugins.workflow.steps;

import java.io.Serializable;

/** The work of one call; saved with the running pipeline, and given back to it after a restart. */
public abstract class StepExecution implements Serializable {
    private static final long serialVersionUID = 1L;
    private final StepContext context;

    protected StepExecution(StepContext context) {
        this.context = context;
    }

    public StepContext getContext() {
        return context;
    }

    /** Runs on the thread of the pipeline: true when it has already completed. */
    public abstract boolean start() throws Exception;

    public void stop(Throwable cause) throws Exception {
        getContext().onFailure(cause);
    }

    public void onResume() {}

    public String getStatus() {
        return null;
    }

    public boolean blocksRestart() {
        return false;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
