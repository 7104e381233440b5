package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Containers in virtual time, as {@link Detached} promises them: a lock, a log that grows, an exit code. What a program
 * does is given, not run; a task that was stopped cannot be reached.
 */
final class PretendContainers implements Containers {

    /** @param lines written one a second */
    record Program(int lines, int exitCode, boolean deaf) {}

    private static final class Running {
        final Instant started;
        Instant told;
        Instant killed;

        Running(Instant started) {
            this.started = started;
        }
    }

    private final Sandbox sandbox;
    private final Program program;
    private final Map<String, Running> running = new LinkedHashMap<>();
    int runs;
    int starts;
    /** Tasks that vanish when this much of the program has passed. */
    Duration vanishAfter;

    PretendContainers(Sandbox sandbox, Program program) {
        this.sandbox = sandbox;
        this.program = program;
    }

    private Instant now() {
        return sandbox.world().time().now();
    }

    @Override
    public Detached in(Tools tools, Detached.Place.Container container) {
        return new Detached() {

            private void reach() throws IOException {
                boolean stopped = sandbox.world().ledger().of("StopTask").stream()
                        .anyMatch(entry -> entry.resource().equals(container.task()));
                Running here = running.get(container.task());
                boolean vanished = vanishAfter != null && here != null && now().isAfter(here.started.plus(vanishAfter));
                if (stopped || vanished) {
                    throw new IOException("The task cannot be reached.");
                }
            }

            @Override
            public void start(Launch launch) throws IOException {
                reach();
                starts++;
                if (!running.containsKey(container.task())) {
                    runs++;
                    running.put(container.task(), new Running(now()));
                }
            }

            @Override
            public Progress look(String id, long offset, int atMost) throws IOException {
                reach();
                Running here = running.get(container.task());
                if (here == null) {
                    return new Progress(Progress.State.ABSENT, new byte[0], offset, -1, "");
                }
                Instant end = here.started.plusSeconds(program.lines());
                int code = program.exitCode();
                if (here.killed != null && here.killed.isBefore(end)) {
                    end = here.killed;
                    code = 137;
                }
                if (here.told != null && !program.deaf() && here.told.isBefore(end)) {
                    end = here.told;
                    code = 143;
                }
                boolean over = !now().isBefore(end);
                long written = Duration.between(here.started, over ? end : now()).toSeconds();
                byte[] all = text((int) written).getBytes(StandardCharsets.UTF_8);
                byte[] piece = Arrays.copyOfRange(all, (int) offset, (int) Math.min(all.length, offset + atMost));
                boolean last = over && offset + piece.length == all.length;
                return new Progress(last ? Progress.State.ENDED : Progress.State.RUNNING, piece, offset + piece.length, last ? code : -1, "");
            }

            @Override
            public void stop(String id, boolean force) throws IOException {
                reach();
                Running here = running.get(container.task());
                if (here != null && force && here.killed == null) {
                    here.killed = now();
                } else if (here != null && here.told == null) {
                    here.told = now();
                }
            }

            @Override
            public void remove(String id) throws IOException {
                reach();
            }
        };
    }

    static String text(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= lines; i++) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString();
    }
}
