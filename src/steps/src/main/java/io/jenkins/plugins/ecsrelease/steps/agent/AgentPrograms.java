package io.jenkins.plugins.ecsrelease.steps.agent;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.durabletask.BourneShellScript;

/**
 * Detached programs on an agent. Jenkins' durable-task starts them, so that they live on without the agent's connection;
 * their state is in files of a directory beside the workspace, so that any later Jenkins finds them by name alone:
 *
 * <ul>
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

    /** Liveness is read before the exit code: a program that ends in between has left its code by then. */
    private static final String LOOK = """
            dir=$1; offset=$2; most=$3
            [ -d "$dir/lock" ] || { echo ABSENT; exit 0; }
            alive=no
            if [ -f "$dir/pid" ]; then
              { read -r pid; read -r boot; } < "$dir/pid"
              now=$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)
              [ "${boot:-}" = "$now" ] && kill -0 "$pid" 2>/dev/null && alive=yes
            elif [ -z "$(find "$dir/lock" -maxdepth 0 -mmin +1 2>/dev/null)" ]; then
              alive=yes
            fi
            if [ -f "$dir/exit" ]; then echo "ENDED $(cat "$dir/exit")"
            elif [ $alive = yes ]; then echo RUNNING
            else echo LOST; fi
            [ -f "$dir/log" ] && tail -c +$((offset + 1)) "$dir/log" | head -c "$most"
            exit 0
            """;

    private final FilePath workspace;
    private final Launcher launcher;
    private final EnvVars environment;
    private final TaskListener listener;

    /** @param environment of the step, which the programs get */
    public AgentPrograms(FilePath workspace, Launcher launcher, EnvVars environment, TaskListener listener) {
        this.workspace = workspace;
        this.launcher = launcher;
        this.environment = environment;
        this.listener = listener;
    }

    @Override
    public void start(Launch launch) throws IOException {
        exchange("start " + launch.id(), () -> {
            if (!launcher.isUnix()) {
                throw new IOException("Images are built with a POSIX shell: this agent has none. Use a Linux or macOS agent.");
            }
            FilePath directory = directory(launch.id());
            if (directory.child("lock").exists()) {
                return null;
            }
            directory.mkdirs();
            directory.chmod(0700);
            for (Map.Entry<String, byte[]> file : launch.privateFiles().entrySet()) {
                FilePath path = directory.child(file.getKey());
                path.copyFrom(new ByteArrayInputStream(file.getValue()));
                path.chmod(0600);
            }
            directory.child("script.sh").write(launch.script(), "UTF-8");
            EnvVars variables = new EnvVars(environment);
            variables.putAll(launch.environment());
            variables.put(MARK, mark(directory));
            new BourneShellScript(WRAPPER.replace("@DIR@", quoted(directory.getRemote())))
                    .launch(variables, workspace, launcher, listener);
            return null;
        });
    }

    @Override
    public Progress look(String id, long offset, int atMost) throws IOException {
        byte[] answer = exchange("look at " + id, () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int code = launcher.launch()
                    .cmds("sh", "-c", LOOK, "sh", directory(id).getRemote(), String.valueOf(offset), String.valueOf(atMost))
                    .stdout(out)
                    .quiet(true)
                    .start()
                    .joinWithTimeout(SECONDS, TimeUnit.SECONDS, listener);
            if (code != 0) {
                throw new IOException("the agent's shell answered with exit code " + code + ": "
                        + out.toString(StandardCharsets.UTF_8).strip());
            }
            return out.toByteArray();
        });
        int end = 0;
        while (end < answer.length && answer[end] != '\n') {
            end++;
        }
        String[] head = new String(answer, 0, end, StandardCharsets.UTF_8).trim().split(" ");
        byte[] output = end + 1 >= answer.length ? new byte[0] : Arrays.copyOfRange(answer, end + 1, answer.length);
        return progress(head, output, offset);
    }

    private static Progress progress(String[] head, byte[] output, long offset) throws IOException {
        try {
            Progress.State state = Progress.State.valueOf(head[0]);
            int code = state == Progress.State.ENDED ? Integer.parseInt(head[1]) : -1;
            return new Progress(state, output, offset + output.length, code, "");
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("The agent's shell answered what was not asked: " + String.join(" ", head), e);
        }
    }

    /** Ends the whole tree of processes. Jenkins asks first and then kills, whether or not {@code force} is wanted. */
    @Override
    public void stop(String id, boolean force) throws IOException {
        exchange("stop " + id, () -> {
            launcher.kill(Map.of(MARK, mark(directory(id))));
            return null;
        });
    }

    @Override
    public void remove(String id) throws IOException {
        exchange("remove " + id, () -> {
            FilePath directory = directory(id);
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
        } catch (IOException | RuntimeException e) {
            throw new IOException("The agent of " + workspace.getRemote() + " could not be asked to " + what + ": "
                    + e.getMessage(), e);
        }
    }
}
