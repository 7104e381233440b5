package io.jenkins.plugins.ecsrelease.steps.agent;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Masking;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.durabletask.BourneShellScript;

/**
 * Detached programs on an agent. Jenkins' durable-task starts them, so that they live on without the agent's connection;
 * their state is in files of a directory beside the workspace, so that any later Jenkins finds them by name alone:
 *
 * <ul>
 *   <li>{@code ordered}, left before it is started: a program that is on its way counts as running for a minute;
 *   <li>{@code lock}, a directory: whoever makes it runs the program, so a second start does nothing;
 *   <li>{@code pid}, its process and the boot of the machine it runs in;
 *   <li>{@code log}, what it wrote;
 *   <li>{@code exit}, its exit code, moved into place when it has ended.
 * </ul>
 *
 * <p>Every process of the program carries a variable by which Jenkins finds and kills the whole tree.
 */
public final class AgentPrograms implements Detached {

    /** Marks the processes of a program. */
    static final String MARK = "ECS_RELEASE_PROGRAM";

    private static final long SECONDS = 60;

    private static final String WRAPPER = """
            #!/bin/sh
            umask 077
            dir=@DIR@
            mkdir "$dir/lock" 2>/dev/null || exit 0
            dirname "$0" > "$dir/durable"
            { echo $$; cat /proc/sys/kernel/random/boot_id 2>/dev/null; } > "$dir/pid.tmp"
            mv "$dir/pid.tmp" "$dir/pid"
            ECS_RELEASE_DIR=$dir
            export ECS_RELEASE_DIR
            sh "$dir/script.sh" > "$dir/log" 2>&1 < /dev/null
            echo $? > "$dir/exit.tmp"
            mv "$dir/exit.tmp" "$dir/exit"
            """;

    private static final String ALIVE = """
            dir=$1
            if [ -f "$dir/pid" ]; then
              { read -r pid; read -r boot; } < "$dir/pid"
              now=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
              [ "${boot:-}" = "$now" ] && kill -0 "$pid" 2>/dev/null && echo ALIVE
            elif [ -n "$(find "$dir/ordered" -mmin -1 2>/dev/null)" ]; then
              echo ALIVE
            fi
            exit 0
            """;

    /** At once, and only while the program has not taken the file away. */
    private static final String REPLACE = """
            if [ -f "$2" ]; then mv -f "$1" "$2"; else rm -f "$1"; fi
            """;

    /** When a program was last seen to be alive, by its directory: asking that needs a process of its own. */
    private static final Map<String, Long> SEEN_ALIVE = new ConcurrentHashMap<>();

    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);

    private final FilePath workspace;
    private final Launcher launcher;
    private final EnvVars environment;
    private final TaskListener listener;
    private final Set<String> sensitive;

    /**
     * @param environment of the step, which the programs get
     * @param sensitive names of its variables that are credentials, as withCredentials sets them: no program shows one
     */
    public AgentPrograms(FilePath workspace, Launcher launcher, EnvVars environment, Set<String> sensitive, TaskListener listener) {
        this.workspace = workspace;
        this.launcher = launcher;
        this.environment = environment;
        this.sensitive = Set.copyOf(sensitive);
        this.listener = listener;
    }

    @Override
    public void start(Launch launch) throws IOException {
        exchange("start " + launch.id(), () -> {
            if (!launcher.isUnix()) {
                throw new Impossible("Images are built with a POSIX shell: this agent has none. Use a Linux or macOS agent.");
            }
            FilePath directory = directory(launch.id());
            if (directory.child("lock").exists()) {
                return null;
            }
            try {
                write(directory, launch);
                EnvVars variables = new EnvVars(environment);
                variables.putAll(launch.environment());
                variables.put(MARK, mark(directory));
                new BourneShellScript(WRAPPER.replace("@DIR@", quoted(directory.getRemote())))
                        .launch(variables, workspace, launcher, listener);
            } catch (IOException | RuntimeException e) {
                if (full(e)) {
                    directory.deleteRecursive(); // Half of it is of no use, and it may hold a login.
                }
                throw e;
            }
            return null;
        });
    }

    private void write(FilePath directory, Launch launch) throws IOException, InterruptedException {
        directory.mkdirs();
        directory.chmod(0700);
        for (Map.Entry<String, byte[]> file : launch.privateFiles().entrySet()) {
            FilePath path = directory.child(file.getKey());
            path.copyFrom(new ByteArrayInputStream(file.getValue()));
            path.chmod(0600);
        }
        directory.child("script.sh").write(Masking.of(launch.script(), launch.hidden().and(sensitive)), "UTF-8");
        directory.child("ordered").write("", "UTF-8");
    }

    @Override
    public Progress look(String id, long offset, int atMost) throws IOException {
        return exchange("look at " + id, () -> {
            FilePath directory = directory(id);
            if (!directory.child("lock").exists() && !(directory.child("ordered").exists() && alive(directory))) {
                return new Progress(Progress.State.ABSENT, new byte[0], offset, -1, "");
            }
            // Before the log: once there is an exit code, the log is whole.
            FilePath exit = directory.child("exit");
            int code = exit.exists() ? Integer.parseInt(exit.readToString().trim()) : -1;
            boolean ended = code >= 0;
            byte[] output = output(directory.child("log"), offset, atMost);
            if (ended || output.length > 0 || alive(directory)) {
                return new Progress(
                        ended ? Progress.State.ENDED : Progress.State.RUNNING, output, offset + output.length, code, "");
            }
            // It may have ended, and written, since the exit code was looked for.
            boolean since = exit.exists();
            return new Progress(
                    since ? Progress.State.RUNNING : Progress.State.LOST, output, offset, -1, since ? "ending" : "");
        });
    }

    private static byte[] output(FilePath log, long offset, int atMost) throws IOException, InterruptedException {
        if (!log.exists() || log.length() <= offset) {
            return new byte[0];
        }
        try (InputStream in = log.readFromOffset(offset)) {
            return in.readNBytes(atMost);
        }
    }

    private boolean alive(FilePath directory) throws IOException, InterruptedException {
        Long seen = SEEN_ALIVE.get(mark(directory));
        if (seen != null && System.nanoTime() - seen < ASK_AGAIN) {
            return true;
        }
        boolean alive = shell(ALIVE, directory.getRemote()).equals("ALIVE");
        if (alive) {
            SEEN_ALIVE.put(mark(directory), System.nanoTime());
        } else {
            SEEN_ALIVE.remove(mark(directory));
        }
        return alive;
    }

    private String shell(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = launcher.launch()
                .cmds(command)
                .stdout(out)
                .quiet(true)
                .start()
                .joinWithTimeout(SECONDS, TimeUnit.SECONDS, listener);
        String said = out.toString(StandardCharsets.UTF_8).strip();
        if (code != 0) {
            throw new IOException("the agent's shell answered with exit code " + code + ": " + said);
        }
        return said;
    }

    @Override
    public void replace(String id, Map<String, byte[]> privateFiles) throws IOException {
        exchange("give another login to " + id, () -> {
            for (Map.Entry<String, byte[]> file : privateFiles.entrySet()) {
                FilePath path = directory(id).child(file.getKey());
                FilePath fresh = directory(id).child(file.getKey() + ".new");
                if (!path.exists()) {
                    continue;
                }
                fresh.copyFrom(new ByteArrayInputStream(file.getValue())); // Its directory is private.
                fresh.chmod(0600);
                shell(REPLACE, fresh.getRemote(), path.getRemote());
            }
            return null;
        });
    }

    /** Ends the whole tree of processes. Jenkins asks first and then kills, whether or not {@code force} is wanted. */
    @Override
    public void stop(String id, boolean force) throws IOException {
        exchange("stop " + id, () -> {
            SEEN_ALIVE.remove(mark(directory(id)));
            launcher.kill(Map.of(MARK, mark(directory(id))));
            return null;
        });
    }

    @Override
    public void remove(String id) throws IOException {
        exchange("remove " + id, () -> {
            FilePath directory = directory(id);
            SEEN_ALIVE.remove(mark(directory));
            FilePath durable = directory.child("durable");
            if (durable.exists()) {
                FilePath control = new FilePath(launcher.getChannel(), durable.readToString().trim());
                // The file is the agent's word: only what durable-task keeps beside this workspace is removed for it.
                if (control.getName().startsWith("durable-") && control.getParent().getRemote().equals(beside().getRemote())) {
                    control.deleteRecursive();
                }
            }
            directory.deleteRecursive();
            return null;
        });
    }

    private FilePath beside() throws IOException {
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw new IOException("there is no place beside the workspace " + workspace.getRemote());
        }
        return beside;
    }

    private FilePath directory(String id) throws IOException {
        if (!id.matches("[A-Za-z0-9_-]+")) {
            throw new IOException("'" + id + "' names no program");
        }
        return beside().child("ecs-release").child(id);
    }

    private static String mark(FilePath directory) {
        return directory.getRemote();
    }

    private static String quoted(String path) {
        return "'" + path.replace("'", "'\\''") + "'";
    }

    /** What is said to an agent. */
    private interface Exchange<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Every failure on the way means that nothing is known now; remoting reports some of them as runtime exceptions. */
    private <T> T exchange(String what, Exchange<T> exchange) throws IOException {
        try {
            return exchange.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted on the way to the agent, to " + what + ".", e);
        } catch (Impossible e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            if (full(e)) {
                throw new Impossible("The agent's disk is full: nothing can be written beside " + workspace.getRemote()
                        + ". Free space there, or use another agent.");
            }
            throw new IOException("The agent of " + workspace.getRemote() + " could not be asked to " + what + ": "
                    + e.getMessage(), e);
        }
    }

    /** The words are the agent's operating system's; remoting puts its own before them. */
    private static boolean full(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (String.valueOf(each.getMessage()).contains("No space left on device")) {
                return true;
            }
        }
        return false;
    }
}
