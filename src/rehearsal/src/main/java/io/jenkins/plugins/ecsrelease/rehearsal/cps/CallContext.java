package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.Outcome;
import com.google.common.util.concurrent.ListenableFuture;
import groovy.lang.Closure;
import hudson.model.Result;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The step's way back to the program. Any thread may use it; what it says takes effect on the program's own. */
public final class CallContext extends StepContext {

    private static final long serialVersionUID = 1;

    private transient Program program;
    private final Call call;

    CallContext(Program program, Call call) {
        this.program = program;
        this.call = call;
    }

    private Object readResolve() {
        program = Program.current();
        return this;
    }

    public Call call() {
        return call;
    }

    @Override
    public <T> T get(Class<T> type) throws IOException, InterruptedException {
        T inherited = call.inherited(type);
        return inherited != null ? inherited : program.host().context(type, call);
    }

    @Override
    public void onSuccess(Object result) {
        program.complete(call, new Outcome(result, null));
    }

    @Override
    public void onFailure(Throwable failure) {
        program.complete(call, new Outcome(null, failure));
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return program.save();
    }

    @Override
    public void setResult(Result result) {
        program.worsen(result);
    }

    @Override
    public boolean hasBody() {
        return call.body() != null;
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        if (call.body() == null) {
            throw new IllegalStateException("There's no body to invoke: write " + call.function() + " { … }.");
        }
        return newBodyInvoker(call.body());
    }

    /** A block among several, for {@code parallel}. */
    public BodyInvoker newBodyInvoker(Closure<?> body) {
        return new BodyStart(program, call, body);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallContext context && context.call.id().equals(call.id());
    }

    @Override
    public int hashCode() {
        return call.id().hashCode();
    }
}
