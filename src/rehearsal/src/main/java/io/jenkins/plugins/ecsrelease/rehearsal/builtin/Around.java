package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** An execution that puts values around its block, and may judge how the block ended. */
final class Around extends StepExecution {

    private static final long serialVersionUID = 1;

    // Needed to start the block only; afterwards the program keeps them.
    private final transient List<Object> values;
    private final transient BodyExecutionCallback callback;

    private Around(StepContext context, BodyExecutionCallback callback, List<Object> values) {
        super(context);
        this.callback = callback;
        this.values = values;
    }

    static StepExecution block(StepContext context, Object... values) {
        return new Around(context, null, List.of(values));
    }

    static StepExecution block(StepContext context, BodyExecutionCallback judge) {
        return new Around(context, judge, List.of());
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        BodyInvoker body = getContext().newBodyInvoker();
        values.forEach(body::withContext);
        if (callback != null) {
            body.withCallback(callback);
        }
        body.start();
        return false;
    }
}
