package jenkins.util;

import hudson.model.BuildListener;
import hudson.model.TaskListener;
import java.io.PrintStream;

/** Lets a listener of a step speak for its build. */
public final class BuildListenerAdapter implements BuildListener {

    private static final long serialVersionUID = 1L;

    private final TaskListener delegate;

    public BuildListenerAdapter(TaskListener delegate) {
        this.delegate = delegate;
    }

    public static BuildListener wrap(TaskListener listener) {
        return listener instanceof BuildListener same ? same : new BuildListenerAdapter(listener);
    }

    @Override
    public PrintStream getLogger() {
        return delegate.getLogger();
    }
}
