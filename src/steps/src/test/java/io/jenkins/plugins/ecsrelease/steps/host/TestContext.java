package io.jenkins.plugins.ecsrelease.steps.host;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** One call of a step in a build. What it refers to is found again by a number, as in Jenkins. */
public final class TestContext extends StepContext {

    private static final long serialVersionUID = 1L;
    private static final Map<Integer, TestContext> LIVE = new HashMap<>();

    private final int number;
    private transient Run<?, ?> run;
    private transient FlowExecution flow;
    private transient FlowNode node;
    private transient EnvVars variables;
    private transient FilePath workspace;
    private transient TestBody body;
    private transient ByteArrayOutputStream log;
    private transient CompletableFuture<Object> outcome;
    private transient byte[] first;
    private transient byte[] saved;
    private transient StepExecution execution;

    public TestContext(TestRun run, TestFlow flow) {
        this.number = LIVE.size();
        this.run = run;
        this.flow = flow;
        this.node = flow.node();
        this.variables = new EnvVars();
        this.log = new ByteArrayOutputStream();
        this.outcome = new CompletableFuture<>();
        LIVE.put(number, this);
    }

    public TestContext body() {
        body = new TestBody(this);
        return this;
    }

    public TestBody theBody() {
        return body;
    }

    public TestContext variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** As inside node { … }. */
    public TestContext in(FilePath directory) {
        workspace = directory;
        return this;
    }

    /** Begins what a step made of this context, as a pipeline does. */
    public TestContext begin(StepExecution made) throws Exception {
        execution = made;
        made.start();
        return this;
    }

    /** What would be in program.dat had it just been saved. */
    public byte[] program() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(execution);
        }
        return bytes.toByteArray();
    }

    /** The same call after a restart, from what was saved last. */
    public StepExecution resumed(byte[] program) throws Exception {
        outcome = new CompletableFuture<>();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(program))) {
            execution = (StepExecution) in.readObject();
        }
        execution.onResume();
        return execution;
    }

    /** The last state that was saved; null when none was. */
    public byte[] saved() {
        return saved;
    }

    public Object result() throws Exception {
        return outcome.get(20, TimeUnit.SECONDS);
    }

    public Throwable failure() throws Exception {
        return outcome.handle((value, failure) -> failure).get(20, TimeUnit.SECONDS);
    }

    public boolean isDone() {
        return outcome.isDone();
    }

    /** The first state that was saved; null when none was. */
    public byte[] firstSaved() {
        return first;
    }

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    public FlowNode node() {
        return node;
    }

    @Override
    public <T> T get(Class<T> type) {
        Object found = null;
        if (type == Run.class) {
            found = run;
        } else if (type == TaskListener.class) {
            PrintStream to = new PrintStream(log, true, StandardCharsets.UTF_8);
            found = (TaskListener) () -> to;
        } else if (type == EnvVars.class) {
            found = new EnvVars(variables);
        } else if (type == FlowNode.class) {
            found = node;
        } else if (type == FlowExecution.class) {
            found = flow;
        } else if (type == FilePath.class) {
            found = workspace;
        }
        return type.cast(found);
    }

    @Override
    public void onSuccess(Object result) {
        if (!outcome.complete(result)) {
            throw new IllegalStateException("completed twice");
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (!outcome.completeExceptionally(failure)) {
            throw new IllegalStateException("completed twice", failure);
        }
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public ListenableFuture<Void> saveState() {
        try {
            saved = program();
            first = first == null ? saved : first;
        } catch (Exception unsavable) {
            return Futures.immediateFailedFuture(unsavable);
        }
        return Futures.immediateFuture(null);
    }

    @Override
    public void setResult(Result result) {}

    @Override
    public BodyInvoker newBodyInvoker() {
        return body.invoker();
    }

    @Override
    public boolean hasBody() {
        return body != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestContext context && context.number == number;
    }

    @Override
    public int hashCode() {
        return number;
    }

    private Object readResolve() {
        return LIVE.get(number);
    }
}
