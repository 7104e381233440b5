package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** An agent whose programs end after some looks. It lives on when the host does not. */
final class ScriptedAgent implements Detached {

    private static final class Program {
        final Supplier<String> work;
        String output = "";
        int looks;
        int code = -1;
        boolean killed;

        Program(Supplier<String> work) {
            this.work = work;
        }
    }

    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final Map<String, Supplier<String>> works = new LinkedHashMap<>();
    /** Every program that really ran, in order. */
    final List<String> ran = new CopyOnWriteArrayList<>();
    /** Programs that were given another login, in order. */
    final List<String> replaced = new CopyOnWriteArrayList<>();
    final List<Launch> launches = new CopyOnWriteArrayList<>();

    private final boolean lock;
    private BooleanSupplier over = () -> true;
    private boolean away;

    /** @param lock whether a second start of the same program does nothing, as on a real agent */
    ScriptedAgent(boolean lock) {
        this.lock = lock;
    }

    /** @param work what a program whose name ends so does when it ends; gives its output */
    ScriptedAgent does(String suffix, Supplier<String> work) {
        works.put(suffix, work);
        return this;
    }

    /** Programs go on until then, however often they are looked at. */
    ScriptedAgent until(BooleanSupplier done) {
        over = done;
        return this;
    }

    @Override
    public void start(Launch launch) {
        launches.add(launch);
        if (lock && programs.containsKey(launch.id())) {
            return;
        }
        ran.add(launch.id());
        Supplier<String> work = works.entrySet().stream()
                .filter(one -> launch.id().endsWith(one.getKey()))
                .findFirst()
                .orElseThrow()
                .getValue();
        programs.put(launch.id(), new Program(work));
    }

    /** From now on it answers nothing. */
    void goesAway() {
        away = true;
    }

    @Override
    public Progress look(String id, long offset, int atMost) throws IOException {
        if (away) {
            throw new IOException("the agent is not connected");
        }
        Program program = programs.get(id);
        if (program == null) {
            return new Progress(Progress.State.ABSENT, new byte[0], offset, -1, "");
        }
        if (program.code < 0 && !program.killed && program.looks++ >= 3 && over.getAsBoolean()) {
            program.output = program.work.get();
            program.code = 0;
        }
        byte[] all = program.output.getBytes(StandardCharsets.UTF_8);
        int from = (int) Math.min(offset, all.length);
        int to = Math.min(all.length, from + atMost);
        byte[] part = java.util.Arrays.copyOfRange(all, from, to);
        Progress.State state = program.killed
                ? Progress.State.LOST
                : program.code < 0 ? Progress.State.RUNNING : Progress.State.ENDED;
        return new Progress(state, part, to, program.code, "");
    }

    @Override
    public void replace(String id, Map<String, byte[]> privateFiles) {
        if (programs.containsKey(id)) {
            replaced.add(id);
        }
    }

    @Override
    public void stop(String id, boolean force) {
        Program program = programs.get(id);
        if (program != null && program.code < 0 && force) {
            program.killed = true;
        }
    }

    @Override
    public void remove(String id) {
        programs.remove(id);
    }

    /** Whether nothing runs and nothing is left. */
    boolean clean() {
        return programs.isEmpty();
    }
}
