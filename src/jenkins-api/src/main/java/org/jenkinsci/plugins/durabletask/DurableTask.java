package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.ExtensionPoint;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractDescribableImpl;
import hudson.model.TaskListener;
import java.io.IOException;

/** A program that outlives the connection to its agent. */
public abstract class DurableTask extends AbstractDescribableImpl<DurableTask> implements ExtensionPoint {
    @Override
    public DurableTaskDescriptor getDescriptor() {
        return (DurableTaskDescriptor) super.getDescriptor();
    }

    public abstract Controller launch(EnvVars environment, FilePath workspace, Launcher launcher, TaskListener listener) throws IOException, InterruptedException;

    public void captureOutput() throws UnsupportedOperationException {
        throw new UnsupportedOperationException("Capturing of output is not implemented in " + getClass().getName());
    }

    public void defaultCharset() {}
}
