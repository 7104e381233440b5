package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;

/** A shell script that goes on when the one who started it is gone. */
public final class BourneShellScript extends FileMonitoringTask {
    private final String script;
    private boolean captured;

    public BourneShellScript(String script) {
        this.script = script;
    }

    public String getScript() {
        return script;
    }

    @Override
    public void captureOutput() {
        captured = true;
    }

    @Override
    protected FileMonitoringController launchWithCookie(FilePath workspace, Launcher launcher, TaskListener listener, EnvVars environment, String cookieVariable, String cookieValue) throws IOException, InterruptedException {
        workspace.mkdirs();
        FileMonitoringController controller = new FileMonitoringController(workspace, cookieValue);
        FilePath directory = controller.controlDir(workspace);
        FilePath file = directory.child("script.sh");
        file.write(script.startsWith("#!") ? script : "#!/bin/sh -xe\n" + script, "UTF-8");
        file.chmod(0755);
        String log = controller.getLogFile(workspace).getRemote();
        String result = controller.getResultFile(workspace).getRemote();
        String out = captured ? controller.getOutputFile(workspace).getRemote() : log;
        String runner = "(\"$1\" > \"$2\" 2> \"$3\" < /dev/null; echo $? > \"$4.tmp\"; mv \"$4.tmp\" \"$4\") > /dev/null 2>&1 < /dev/null &";
        if (!captured) {
            runner = "(\"$1\" > \"$2\" 2>&1 < /dev/null; echo $? > \"$4.tmp\"; mv \"$4.tmp\" \"$4\") > /dev/null 2>&1 < /dev/null &";
        }
        EnvVars with = new EnvVars(environment);
        with.put(cookieVariable, cookieValue);
        int exit = launcher.launch().cmds("setsid", "nohup", "sh", "-c", runner, "sh", file.getRemote(), out, log, result)
                .envs(with).pwd(workspace).quiet(true).join();
        if (exit != 0) {
            throw new IOException("The shell did not start: exit code " + exit + ".");
        }
        return controller;
    }
}
