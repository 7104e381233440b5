package io.jenkins.plugins.ecsrelease.steps.host;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** A block that begins when it is told to and ends when the test says so. */
public final class TestBody {

    private final StepContext context;
    private BodyExecutionCallback callback;
    private volatile int begun;
    private volatile Throwable cancelled;

    TestBody(StepContext context) {
        this.context = context;
    }

    public int begun() {
        return begun;
    }

    public Throwable cancelled() {
        return cancelled;
    }

    public void returns() {
        callback.onSuccess(context, null);
    }

    public void fails(Throwable failure) {
        callback.onFailure(context, failure);
    }

    BodyInvoker invoker() {
        return new BodyInvoker() {
            @Override
            public BodyInvoker withContext(Object override) {
                return this;
            }

            @Override
            public BodyInvoker withDisplayName(String name) {
                return this;
            }

            @Override
            public BodyInvoker withCallback(BodyExecutionCallback told) {
                callback = told;
                return this;
            }

            @Override
            public BodyExecution start() {
                begun++;
                return new Running(context);
            }
        };
    }

    private static final class Running extends BodyExecution {
        private static final long serialVersionUID = 1L;
        private final StepContext context;

        Running(StepContext context) {
            this.context = context;
        }

        @Override
        public boolean cancel(Throwable cause) {
            TestBody body = ((TestContext) context).theBody();
            body.cancelled = cause;
            body.fails(cause);
            return true;
        }

        @Override
        public Collection<StepExecution> getCurrentExecutions() {
            return List.of();
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }
    }
}
