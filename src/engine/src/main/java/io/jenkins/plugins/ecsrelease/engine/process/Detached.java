package io.jenkins.plugins.ecsrelease.engine.process;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Programs that outlive whoever started them, followed as files: started once under a lock, read from an offset, ended
 * when asked. One transport runs on a build agent, one in a container through ECS Exec.
 *
 * <p>Every method is one short exchange. An {@link IOException} means "not known now" and never "not running".
 */
public interface Detached {

    /** Where a program runs; plain values, part of a phase. */
    sealed interface Place {
        /** The build's workspace; the host knows the agent. */
        record Agent(String directory) implements Place {}

        /** A container of a running task, reached through ECS Exec. */
        record Container(String cluster, String task, String container) implements Place {}
    }

    /**
     * @param id unique within the place, letters, digits, '-' and '_'; also the name of the control directory
     * @param script for {@code /bin/sh}; no secret in it
     * @param environment added to the place's own; no secret in it
     * @param privateFiles name to content, written with mode 0600 into the control directory, whose path the script
     *     finds in {@code ECS_RELEASE_DIR}; removed with it
     * @param hidden whose values must not appear in its output
     */
    record Launch(String id, String script, Map<String, String> environment, Map<String, byte[]> privateFiles, Hidden hidden) {

        /** One that knows no secret. */
        public Launch(String id, String script, Map<String, String> environment, Map<String, byte[]> privateFiles) {
            this(id, script, environment, privateFiles, Hidden.NOTHING);
        }
    }

    /**
     * Where a program's secrets are; never what they are.
     *
     * @param variables names of variables of its environment
     * @param files paths, quoted for a shell; {@code "$ECS_RELEASE_DIR/…"} for private files
     */
    record Hidden(Set<String> variables, Set<String> files) {

        public static final Hidden NOTHING = new Hidden(Set.of(), Set.of());

        public boolean isEmpty() {
            return variables.isEmpty() && files.isEmpty();
        }

        public Hidden and(Set<String> more) {
            Set<String> all = new TreeSet<>(variables);
            all.addAll(more);
            return new Hidden(all, files);
        }
    }

    /** @param exitCode the true code once ENDED, else -1 */
    record Progress(State state, byte[] output, long offset, int exitCode, String detail) {
        public enum State {
            ABSENT,
            RUNNING,
            ENDED,
            /** It ran, it no longer runs, and it left no exit code. */
            LOST
        }
    }

    /** Why nothing can be started in a place, whoever asks again: a full disk, say, or no shell. */
    final class Impossible extends IOException {
        private static final long serialVersionUID = 1L;

        public Impossible(String message) {
            super(message);
        }
    }

    /** Starts it, unless the lock shows that it was started before: then nothing happens. */
    void start(Launch launch) throws IOException;

    /** What it wrote from {@code offset} on, at most {@code atMost} bytes, and whether it still runs. */
    Progress look(String id, long offset, int atMost) throws IOException;

    /**
     * Puts other contents in place of private files of a program that runs, each at once; a file that is not there any more
     * stays away.
     */
    default void replace(String id, Map<String, byte[]> privateFiles) throws IOException {
        throw new UnsupportedOperationException("There is no private way into this place.");
    }

    /** Asks the whole process tree to end, or kills it. */
    void stop(String id, boolean force) throws IOException;

    /** Removes the control directory of a program that ended. */
    void remove(String id) throws IOException;
}
