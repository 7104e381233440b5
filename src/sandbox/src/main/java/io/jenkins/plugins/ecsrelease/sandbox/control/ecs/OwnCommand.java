package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.List;

/**
 * The command of a task that was run by itself, such as a migration: it really runs, as a process of this machine over the
 * image's files. What it writes goes to the container's log line by line, and its exit code is the container's. Where time
 * moves only by hand nothing runs, and a command that only sleeps is told instead of run.
 */
final class OwnCommand implements Sessions.Watcher {

    /** The container's main process has ended. */
    interface Exit {
        void exit(TaskRecord task, ContainerRecord container, int code, String reason);
    }

    /** The task stops, with a code and a reason of the API. */
    interface Stop {
        void stop(TaskRecord task, String code, String reason);
    }

    private final World world;
    private final TaskRecord task;
    private final ContainerRecord container;
    private final Exit exit;
    private final Stop stop;

    OwnCommand(World world, TaskRecord task, ContainerRecord container, Exit exit, Stop stop) {
        this.world = world;
        this.task = task;
        this.container = container;
        this.exit = exit;
        this.stop = stop;
    }

    static boolean isRun(World world, Agents agents, TaskRecord task, ContainerRecord container) {
        return task.service == null && world.time().speed() > 0 && agents.sessions().isPresent()
                && !ContainerProgram.given(task, container).isEmpty() && ContainerProgram.endsAfter(task, container).isEmpty();
    }

    static boolean isRunning(ContainerRecord container) {
        return container.program != null && container.exitCode == null && container.lastStatus.equals("RUNNING");
    }

    Sessions.Program start(Agents agents) {
        List<String> words = ContainerProgram.given(task, container);
        return agents.sessions().orElseThrow().run(container.session, words, this);
    }

    @Override
    public void line(String text) {
        world.exclusively(() -> {
            world.part(TaskResources.class).log(task, container, text);
            return null;
        });
    }

    @Override
    public void notStarted(String reason) {
        world.time().after(Duration.ZERO, () -> {
            container.lastStatus = "STOPPED";
            container.reason = "CannotStartContainerError: " + reason;
            stop.stop(task, "TaskFailedToStart", container.reason);
        });
    }

    @Override
    public void ended(int exitCode) {
        world.time().after(Duration.ZERO, () -> {
            if (container.exitCode != null) {
                return;
            }
            if (task.isWanted()) {
                exit.exit(task, container, exitCode, "");
            } else {
                container.exitCode = exitCode;
            }
        });
    }
}
