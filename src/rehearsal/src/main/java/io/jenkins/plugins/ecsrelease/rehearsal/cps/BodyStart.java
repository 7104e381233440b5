package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import groovy.lang.Closure;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;

/** Starts a step's block as a branch of its own. */
final class BodyStart extends BodyInvoker {

    private final Program program;
    private final Call call;
    private final Closure<?> body;
    private final List<Object> values = new ArrayList<>();
    private BodyExecutionCallback callback;
    private String name = "";

    BodyStart(Program program, Call call, Closure<?> body) {
        this.program = program;
        this.call = call;
        this.body = body;
        this.callback = BodyExecutionCallback.wrap(call.context());
    }

    @Override
    public BodyInvoker withContext(Object value) {
        values.add(value);
        return this;
    }

    @Override
    public BodyInvoker withDisplayName(String displayName) {
        name = displayName == null ? "" : displayName;
        return this;
    }

    @Override
    public BodyInvoker withCallback(BodyExecutionCallback callback) {
        this.callback = callback;
        return this;
    }

    @Override
    public BodyExecution start() {
        Branch branch = new Branch(call, values, callback, name);
        program.open(branch, body);
        return new Body(program, branch);
    }
}
