package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A block under way, as its step sees it: it can be told to end. */
final class Body extends BodyExecution {

    private static final long serialVersionUID = 1;

    private transient Program program;
    private final Branch branch;

    Body(Program program, Branch branch) {
        this.program = program;
        this.branch = branch;
    }

    private Object readResolve() {
        program = Program.current();
        return this;
    }

    @Override
    public Collection<StepExecution> getCurrentExecutions() {
        List<StepExecution> executions = new ArrayList<>();
        program.leaves(branch, call -> executions.add(call.execution));
        return executions;
    }

    @Override
    public boolean cancel(Throwable cause) {
        program.interrupt(branch, cause);
        return true;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        return cancel(new FlowInterruptedException(Result.ABORTED, true, new CauseOfInterruption[0]));
    }

    @Override
    public boolean cancel(CauseOfInterruption... causes) {
        return cancel(new FlowInterruptedException(Result.ABORTED, true, causes));
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return branch.over;
    }

    @Override
    public Object get() throws InterruptedException, ExecutionException {
        throw new UnsupportedOperationException("The end of a block is told to its callback.");
    }

    @Override
    public Object get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        return get();
    }
}
