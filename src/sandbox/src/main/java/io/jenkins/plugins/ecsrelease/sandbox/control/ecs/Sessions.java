package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecs.model.Session;

/**
 * The gateway behind ECS Exec, offered through {@link java.util.ServiceLoader} as a {@link Sessions.In}. ECS has checked
 * the call before it asks: the container runs and its agent is connected.
 */
public interface Sessions {

    /** Opens a session that will run {@code command} in the container. */
    Session open(Container container, String command);

    /** Runs the container's own command, which is these words, as its main process. */
    Program run(Container container, List<String> words, Watcher watcher);

    /** A main process. */
    interface Program {
        /** TERM, as ECS sends it first. */
        void ask();

        void kill();
    }

    /** Told of a main process, one call at a time, on a thread of its own. */
    interface Watcher {
        /** A line that it wrote. */
        void line(String text);

        /** It could not be started; nothing else is told then. */
        void notStarted(String reason);

        void ended(int exitCode);
    }

    /** The container is gone: its sessions end and what ran in it is killed. */
    void stopped(Container container);

    /**
     * One running container.
     *
     * @param runtimeId the part of the session target {@code ecs:<cluster>_<task id>_<runtime id>}
     * @param rootfs the image's files, read-only; null when it has none
     * @param environment of the container, those of the image, the task definition, secrets and overrides included
     */
    record Container(
            String clusterName, String taskArn, String name, String runtimeId, Path rootfs, Map<String, String> environment,
            String workingDirectory, String user) {

        public String taskId() {
            return taskArn.substring(taskArn.lastIndexOf('/') + 1);
        }
    }

    /** Makes the gateway of a world. */
    interface In {
        Sessions in(World world);
    }
}
