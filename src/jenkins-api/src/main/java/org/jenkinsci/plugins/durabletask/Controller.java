package org.jenkinsci.plugins.durabletask;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;

/** Follows a durable program; saved with the pipeline. */
public abstract class Controller implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Copies what is new in the log; true when there was something. */
    public abstract boolean writeLog(FilePath workspace, OutputStream sink) throws IOException, InterruptedException;

    /** The exit code, or null while it runs. */
    public Integer exitStatus(FilePath workspace, Launcher launcher, TaskListener listener) throws IOException, InterruptedException {
        throw new AbstractMethodError();
    }

    public byte[] getOutput(FilePath workspace, Launcher launcher) throws IOException, InterruptedException {
        throw new IOException("Did not implement getOutput in " + getClass().getName());
    }

    public void stop(FilePath workspace, Launcher launcher) throws IOException, InterruptedException {
        throw new AbstractMethodError();
    }

    public abstract void cleanup(FilePath workspace) throws IOException, InterruptedException;

    public String getDiagnostics(FilePath workspace, Launcher launcher) throws IOException, InterruptedException {
        return toString();
    }
}
