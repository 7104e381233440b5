package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.UUID;

/** A durable program whose log and exit code are files in a directory beside the workspace. */
public abstract class FileMonitoringTask extends DurableTask {

    protected static final String COOKIE = "JENKINS_SERVER_COOKIE";

    @Override
    public final Controller launch(EnvVars environment, FilePath workspace, Launcher launcher, TaskListener listener) throws IOException, InterruptedException {
        return launchWithCookie(workspace, launcher, listener, environment, COOKIE, "durable-" + UUID.randomUUID());
    }

    protected FileMonitoringController launchWithCookie(FilePath workspace, Launcher launcher, TaskListener listener, EnvVars environment, String cookieVariable, String cookieValue) throws IOException, InterruptedException {
        throw new AbstractMethodError();
    }

    /** Follows the files of one program. */
    protected static class FileMonitoringController extends Controller {
        private static final long serialVersionUID = 1L;
        private final String id;
        private final String cookie;
        private long lastLocation;

        protected FileMonitoringController(FilePath workspace, String cookieValue) throws IOException, InterruptedException {
            this.id = UUID.randomUUID().toString().substring(0, 8);
            this.cookie = cookieValue;
            controlDir(workspace).mkdirs();
        }

        public FilePath controlDir(FilePath workspace) throws IOException, InterruptedException {
            return hudson.slaves.WorkspaceList.tempDir(workspace).child("durable-" + id);
        }

        public FilePath getLogFile(FilePath workspace) throws IOException, InterruptedException {
            return controlDir(workspace).child("jenkins-log.txt");
        }

        public FilePath getResultFile(FilePath workspace) throws IOException, InterruptedException {
            return controlDir(workspace).child("jenkins-result.txt");
        }

        public FilePath getOutputFile(FilePath workspace) throws IOException, InterruptedException {
            return controlDir(workspace).child("output.txt");
        }

        @Override
        public final boolean writeLog(FilePath workspace, java.io.OutputStream sink) throws IOException, InterruptedException {
            FilePath log = getLogFile(workspace);
            if (!log.exists() || log.length() <= lastLocation) {
                return false;
            }
            try (java.io.InputStream in = log.readFromOffset(lastLocation)) {
                lastLocation += in.transferTo(sink);
            }
            return true;
        }

        @Override
        public Integer exitStatus(FilePath workspace, Launcher launcher, TaskListener listener) throws IOException, InterruptedException {
            FilePath result = getResultFile(workspace);
            if (result.exists() && result.length() > 0) {
                return Integer.valueOf(result.readToString().trim());
            }
            return controlDir(workspace).exists() ? null : -2;
        }

        @Override
        public byte[] getOutput(FilePath workspace, Launcher launcher) throws IOException, InterruptedException {
            try (java.io.InputStream in = getOutputFile(workspace).read()) {
                return in.readAllBytes();
            }
        }

        @Override
        public final void stop(FilePath workspace, Launcher launcher) throws IOException, InterruptedException {
            launcher.kill(java.util.Map.of(COOKIE, cookie));
        }

        @Override
        public void cleanup(FilePath workspace) throws IOException, InterruptedException {
            controlDir(workspace).deleteRecursive();
        }
    }
}
