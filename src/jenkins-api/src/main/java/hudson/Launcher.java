package hudson;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Starts programs on an agent; outside Jenkins, on this machine. */
public abstract class Launcher {

    protected final TaskListener listener;
    protected final VirtualChannel channel;

    protected Launcher(TaskListener listener, VirtualChannel channel) {
        this.listener = listener;
        this.channel = channel;
    }

    public TaskListener getListener() {
        return listener;
    }

    public VirtualChannel getChannel() {
        return channel;
    }

    public boolean isUnix() {
        return File.pathSeparatorChar == ':';
    }

    public final ProcStarter launch() {
        return new ProcStarter();
    }

    public abstract Proc launch(ProcStarter starter) throws IOException;

    public abstract void kill(Map<String, String> modelEnvVars) throws IOException, InterruptedException;

    /** What to start, and how. */
    public final class ProcStarter {
        protected List<String> commands;
        protected boolean[] masks;
        protected FilePath pwd;
        protected OutputStream stdout;
        protected OutputStream stderr;
        protected InputStream stdin;
        protected String[] envs;
        private boolean quiet;

        public ProcStarter cmds(String... args) {
            return cmds(Arrays.asList(args));
        }

        public ProcStarter cmds(List<String> args) {
            commands = List.copyOf(args);
            return this;
        }

        public List<String> cmds() {
            return commands;
        }

        public ProcStarter masks(boolean... masks) {
            this.masks = masks;
            return this;
        }

        public boolean[] masks() {
            return masks;
        }

        public ProcStarter pwd(FilePath directory) {
            pwd = directory;
            return this;
        }

        public ProcStarter pwd(String directory) {
            return pwd(new FilePath(channel, directory));
        }

        public FilePath pwd() {
            return pwd;
        }

        public ProcStarter stdout(OutputStream out) {
            stdout = out;
            return this;
        }

        public ProcStarter stdout(TaskListener out) {
            return stdout(out.getLogger());
        }

        public OutputStream stdout() {
            return stdout;
        }

        public ProcStarter stderr(OutputStream err) {
            stderr = err;
            return this;
        }

        public OutputStream stderr() {
            return stderr;
        }

        public ProcStarter stdin(InputStream in) {
            stdin = in;
            return this;
        }

        public InputStream stdin() {
            return stdin;
        }

        public ProcStarter envs(Map<String, String> overrides) {
            return envs(overrides.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toArray(String[]::new));
        }

        public ProcStarter envs(String... overrides) {
            envs = overrides;
            return this;
        }

        public String[] envs() {
            return envs;
        }

        public ProcStarter quiet(boolean quiet) {
            this.quiet = quiet;
            return this;
        }

        public boolean quiet() {
            return quiet;
        }

        public Proc start() throws IOException {
            return launch(this);
        }

        public int join() throws IOException, InterruptedException {
            return start().join();
        }
    }

    /** Starts programs on this machine. */
    public static class LocalLauncher extends Launcher {

        public LocalLauncher(TaskListener listener) {
            this(listener, FilePath.localChannel);
        }

        public LocalLauncher(TaskListener listener, VirtualChannel channel) {
            super(listener, channel);
        }

        @Override
        public Proc launch(ProcStarter starter) throws IOException {
            if (!starter.quiet) {
                print(starter);
            }
            ProcessBuilder builder = new ProcessBuilder(starter.commands);
            if (starter.pwd != null) {
                builder.directory(new File(starter.pwd.getRemote()));
            }
            EnvVars environment = new EnvVars(builder.environment());
            if (starter.envs != null) {
                for (String each : starter.envs) {
                    int equals = each.indexOf('=');
                    environment.override(each.substring(0, equals), each.substring(equals + 1));
                }
            }
            builder.environment().clear();
            builder.environment().putAll(environment);
            if (starter.stderr == null) {
                builder.redirectErrorStream(true);
            }
            return new LocalProc(builder.start(), starter.stdin, starter.stdout, starter.stderr);
        }

        @Override
        public void kill(Map<String, String> modelEnvVars) throws IOException, InterruptedException {
            String marker = modelEnvVars.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).findFirst().orElse("");
            if (!marker.isEmpty()) {
                LocalProc.killMarked(marker);
            }
        }

        private void print(ProcStarter starter) {
            StringBuilder line = new StringBuilder("$");
            for (int i = 0; i < starter.commands.size(); i++) {
                boolean masked = starter.masks != null && i < starter.masks.length && starter.masks[i];
                line.append(' ').append(masked ? "********" : starter.commands.get(i));
            }
            listener.getLogger().println(line);
        }
    }
}
