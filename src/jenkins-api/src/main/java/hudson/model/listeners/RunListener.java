package hudson.model.listeners;

import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;

public abstract class RunListener<R extends Run> implements ExtensionPoint {
    public final Class<R> targetType;

    @SuppressWarnings("unchecked")
    protected RunListener() {
        this.targetType = (Class<R>) Run.class;
    }

    protected RunListener(Class<R> targetType) {
        this.targetType = targetType;
    }

    public void onStarted(R run, TaskListener listener) {}

    public void onCompleted(R run, TaskListener listener) {}

    public void onFinalized(R run) {}

    public void onDeleted(R run) {}
}
