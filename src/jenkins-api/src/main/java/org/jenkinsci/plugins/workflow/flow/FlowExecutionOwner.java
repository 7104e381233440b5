package org.jenkinsci.plugins.workflow.flow;

import hudson.model.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;

public abstract class FlowExecutionOwner implements Serializable {
    private static final long serialVersionUID = 1L;

    public abstract FlowExecution get() throws IOException;

    public FlowExecution getOrNull() {
        try {
            return get();
        } catch (IOException unavailable) {
            return null;
        }
    }

    public abstract File getRootDir() throws IOException;

    public abstract String getUrl() throws IOException;

    public TaskListener getListener() throws IOException {
        return TaskListener.NULL;
    }

    @Override
    public abstract boolean equals(Object other);

    @Override
    public abstract int hashCode();

    /** A run that has a flow. */
    public interface Executable {
        FlowExecutionOwner asFlowExecutionOwner();
    }
}
