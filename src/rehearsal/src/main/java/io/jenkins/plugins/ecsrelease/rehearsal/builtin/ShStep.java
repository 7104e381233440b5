package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code sh 'make test'}: a script of the shell, in the workspace. It runs on when the rehearsal is killed, and a resumed
 * rehearsal follows it to its end.
 */
public final class ShStep extends Step {

    private final String script;
    private boolean returnStdout;
    private boolean returnStatus;
    private String label = "";

    @DataBoundConstructor
    public ShStep(String script) {
        this.script = script;
    }

    @DataBoundSetter
    public void setReturnStdout(boolean returnStdout) {
        this.returnStdout = returnStdout;
    }

    @DataBoundSetter
    public void setReturnStatus(boolean returnStatus) {
        this.returnStatus = returnStatus;
    }

    /** What graph views show instead of the script. */
    @DataBoundSetter
    public void setLabel(String label) {
        this.label = label;
    }

    @Override
    public StepExecution start(StepContext context) {
        if (returnStdout && returnStatus) {
            throw new IllegalArgumentException("You may not select both returnStdout and returnStatus.");
        }
        return new Execution(context, script, label, returnStdout, returnStatus);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;
        private static final long LOOK_EVERY_MILLIS = 50;

        private final String script;
        private final String label;
        private final boolean stdout;
        private final boolean status;
        private String directory;
        private long shown;
        private transient ScheduledFuture<?> look;
        private transient Throwable stopped;

        Execution(StepContext context, String script, String label, boolean stdout, boolean status) {
            super(context);
            this.script = script;
            this.label = label;
            this.stdout = stdout;
            this.status = status;
        }

        @Override
        public boolean start() throws Exception {
            FilePath here = getContext().get(FilePath.class);
            here.mkdirs();
            ShellScript shell = ShellScript.start(Path.of(here.getRemote()), script, getContext().get(EnvVars.class), stdout);
            directory = shell.directory().toString();
            if (!label.isEmpty()) {
                getContext().get(TaskListener.class).getLogger().println("+ " + label);
            }
            follow();
            return false;
        }

        @Override
        public void onResume() {
            follow();
        }

        private void follow() {
            look = Timer.get().scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        private synchronized void look() {
            if (look.isCancelled()) {
                return;
            }
            ShellScript shell = new ShellScript(Path.of(directory));
            try {
                Integer code = shell.exitCode();
                byte[] output = shell.log(shown);
                shown += output.length;
                getContext().get(TaskListener.class).getLogger().write(output);
                if (code != null) {
                    look.cancel(false);
                    ended(shell, code);
                } else if (!shell.alive() && shell.exitCode() == null) {
                    look.cancel(false);
                    getContext().onFailure(new AbortException("script was lost: it no longer runs and left no exit code"));
                }
            } catch (IOException | InterruptedException e) {
                look.cancel(false);
                getContext().onFailure(e);
            }
        }

        private void ended(ShellScript shell, int code) throws IOException {
            String output = stdout ? shell.output() : null;
            shell.remove();
            if (stopped != null) {
                getContext().onFailure(stopped);
            } else if (status) {
                getContext().onSuccess(code);
            } else if (code != 0) {
                getContext().onFailure(new AbortException("script returned exit code " + code));
            } else {
                getContext().onSuccess(output);
            }
        }

        @Override
        public void stop(Throwable cause) throws IOException {
            stopped = cause;
            new ShellScript(Path.of(directory)).kill();
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("sh", false, FilePath.class, Launcher.class, TaskListener.class);
        }
    }
}
