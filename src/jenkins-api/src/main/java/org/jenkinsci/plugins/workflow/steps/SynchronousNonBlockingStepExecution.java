package org.jenkinsci.plugins.workflow.steps;

import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** Short work on a thread of its own; it does not survive a restart. */
public abstract class SynchronousNonBlockingStepExecution<T> extends StepExecution {
    private static final long serialVersionUID = 1L;

    private static final ExecutorService POOL = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, SynchronousNonBlockingStepExecution.class.getName());
        thread.setDaemon(true);
        return thread;
    });

    private transient volatile Future<?> task;
    private transient volatile Throwable stopCause;
    private boolean started;

    protected SynchronousNonBlockingStepExecution(StepContext context) {
        super(context);
    }

    protected abstract T run() throws Exception;

    @Override
    public final boolean start() throws Exception {
        started = true;
        Authentication who = Jenkins.getAuthentication2();
        task = POOL.submit(() -> {
            try (ACLContext as = ACL.as2(who)) {
                getContext().onSuccess(run());
            } catch (Throwable failure) {
                if (stopCause != null) {
                    failure.addSuppressed(stopCause);
                }
                getContext().onFailure(failure);
            }
        });
        return false;
    }

    @Override
    public void stop(Throwable cause) throws Exception {
        if (task != null) {
            stopCause = cause;
            task.cancel(true);
        }
        super.stop(cause);
    }

    @Override
    public void onResume() {
        getContext().onFailure(new hudson.AbortException("Resume after a restart not supported for non-blocking synchronous steps"));
    }

    @Override
    public String getStatus() {
        return task == null ? null : "running in its own thread";
    }

    @Override
    public boolean blocksRestart() {
        return started;
    }
}
