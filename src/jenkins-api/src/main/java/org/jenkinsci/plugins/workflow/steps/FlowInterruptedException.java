package org.jenkinsci.plugins.workflow.steps;

import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.CauseOfInterruption;

/** Ends a flow with a result of its own, such as ABORTED or NOT_BUILT. */
public final class FlowInterruptedException extends InterruptedException {
    private static final long serialVersionUID = 1L;
    private final Result result;
    private final List<CauseOfInterruption> causes;
    private boolean actualInterruption;

    public FlowInterruptedException(Result result, boolean actualInterruption, CauseOfInterruption... causes) {
        this.result = result;
        this.actualInterruption = actualInterruption;
        this.causes = new ArrayList<>(List.of(causes));
    }

    public Result getResult() {
        return result;
    }

    public List<CauseOfInterruption> getCauses() {
        return causes;
    }

    public boolean isActualInterruption() {
        return actualInterruption;
    }

    public void setActualInterruption(boolean actual) {
        actualInterruption = actual;
    }

    public void handle(Run<?, ?> run, TaskListener listener) {
        causes.forEach(each -> each.print(listener));
    }

    @Override
    public String getMessage() {
        return String.join(", ", causes.stream().map(CauseOfInterruption::getShortDescription).toList());
    }
}
