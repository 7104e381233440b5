package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import groovy.lang.Closure;
import groovy.lang.Script;
import hudson.model.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A pipeline under way. Everything in it happens on one thread, its lane: a branch runs until it calls a step that takes
 * time, then the next one; when none can run, the whole program is saved.
 *
 * <p>What survives a restart is what the last save held: every branch with its local variables, and every step execution
 * that has not ended. After {@link #resume} each of those is told {@code onResume()} and finds out for itself what
 * happened meanwhile.
 */
public final class Program implements AutoCloseable {

    private static final ThreadLocal<Program> CURRENT = new ThreadLocal<>();
    private static final List<Class> CATEGORIES = categories();

    private final Host host;
    private final Sources sources;
    private final Names names;
    private final StepCaller steps;
    private final SavedProgram saved;
    private final ExecutorService lane;
    private final Deque<Branch> ready = new ArrayDeque<>();
    private final List<SettableFuture<Void>> savers = new ArrayList<>();
    private ProgramState state = new ProgramState();
    private Branch running;
    private boolean changed;
    private volatile boolean finished;

    public Program(Host host, Sources sources, StepRegistry registry, Path file) {
        this.host = host;
        this.sources = sources;
        this.names = new Names(this);
        this.steps = new StepCaller(this, registry);
        this.saved = new SavedProgram(file, sources.loader());
        this.lane = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "pipeline");
            thread.setDaemon(true);
            thread.setContextClassLoader(sources.loader());
            return thread;
        });
        Mismatches.warnOf();
    }

    /** The program on whose lane this thread is. */
    static Program current() {
        Program program = CURRENT.get();
        if (program == null) {
            throw new IllegalStateException("A pipeline's script was called from outside its pipeline.");
        }
        return program;
    }

    static boolean isCurrent() {
        return CURRENT.get() != null;
    }

    Host host() {
        return host;
    }

    Names names() {
        return names;
    }

    StepCaller steps() {
        return steps;
    }

    Sources sources() {
        return sources;
    }

    ProgramState state() {
        return state;
    }

    Branch running() {
        return running;
    }

    /** Compiles the Jenkinsfile and runs it from its start. */
    public void start() {
        post(() -> {
            Branch main;
            try {
                Script script = sources.jenkinsfile();
                state.main = new Branch(null, List.of(), null, "");
                state.main.program = new Continuable(script);
                main = state.main;
            } catch (RuntimeException | LinkageError e) {
                end(e);
                return;
            }
            ready.add(main);
            changed = true;
        });
    }

    /** Goes on from what was last saved; from the start when the end came before anything was. */
    public void resume() throws IOException {
        if (!java.nio.file.Files.exists(saved.file())) {
            start();
            return;
        }
        sources.jenkinsfileClass();
        SettableFuture<Void> loaded = SettableFuture.create();
        post(() -> {
            try {
                state = saved.load();
                loaded.set(null);
            } catch (IOException | RuntimeException | LinkageError e) {
                loaded.setException(e);
                return;
            }
            List<Call> waiting = new ArrayList<>();
            collect(state.main, waiting);
            for (Call call : waiting) {
                call.execution.onResume();
            }
        });
        try {
            loaded.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the program was read.", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException("The program saved in " + saved.file() + " cannot go on: " + e.getCause(), e.getCause());
        }
    }

    private void collect(Branch branch, List<Call> into) {
        if (branch == null || branch.over || branch.waiting == null) {
            return;
        }
        into.add(branch.waiting);
        branch.waiting.bodies.forEach(body -> collect(body, into));
    }

    /** Ends the whole program the way an abort does: every step that waits is asked to stop. */
    public void interrupt(Throwable cause) {
        post(() -> interruptNow(state.main, cause));
    }

    void interrupt(Branch branch, Throwable cause) {
        post(() -> interruptNow(branch, cause));
    }

    private void interruptNow(Branch branch, Throwable cause) {
        if (branch == null || branch.over) {
            return;
        }
        List<Call> leaves = new ArrayList<>();
        leaves(branch, leaves::add);
        if (leaves.isEmpty()) {
            branch.next = new Outcome(null, cause);
            return;
        }
        for (Call call : leaves) {
            try {
                call.execution.stop(cause);
            } catch (Exception e) {
                e.addSuppressed(cause);
                complete(call, new Outcome(null, e));
            }
        }
    }

    /** The innermost calls that this branch waits for. */
    void leaves(Branch branch, Consumer<Call> to) {
        Call call = branch.waiting;
        if (branch.over || call == null) {
            return;
        }
        List<Branch> open = call.bodies.stream().filter(body -> !body.over).toList();
        if (open.isEmpty()) {
            to.accept(call);
        } else {
            open.forEach(body -> leaves(body, to));
        }
    }

    /** Starts a block; it runs once the step that opened it has returned. */
    void open(Branch branch, Closure<?> body) {
        post(() -> {
            branch.opener.bodies.add(branch);
            changed = true;
            branch.callback.onStart(branch.opener.context());
            try {
                Object value = body.call();
                over(branch, new Outcome(value, null));
            } catch (CpsCallableInvocation e) {
                branch.program = new Continuable(e.asBlock());
                ready.add(branch);
            } catch (RuntimeException | LinkageError e) {
                over(branch, new Outcome(null, e));
            }
        });
    }

    /** A step ended. The first end counts. */
    void complete(Call call, Outcome outcome) {
        post(() -> {
            if (call.outcome != null) {
                return;
            }
            call.outcome = outcome;
            changed = true;
            host.ended(call, outcome.getAbnormal());
            if (call.branch().waiting == call) {
                wake(call.branch(), outcome);
            }
        });
    }

    private void wake(Branch branch, Outcome outcome) {
        branch.waiting = null;
        branch.next = outcome;
        ready.add(branch);
    }

    public void worsen(Result result) {
        post(() -> {
            if (result.isWorseThan(state.result)) {
                state.result = result;
                changed = true;
            }
        });
    }

    /** The worst that steps have said so far. */
    public Result result() {
        return state.result;
    }

    /** A call where the running script stands, to look around from; null at the top. */
    public Call here() {
        return running == null ? null : new Call(this, "", "", running, null, Map.of());
    }

    /** Done once everything up to now is on disk. */
    public ListenableFuture<Void> save() {
        SettableFuture<Void> done = SettableFuture.create();
        post(() -> {
            changed = true;
            savers.add(done);
        });
        return done;
    }

    /** Runs on the lane: now when this is the lane, else in turn. */
    public void post(Runnable task) {
        if (CURRENT.get() == this) {
            task.run();
            return;
        }
        try {
            lane.execute(() -> turn(task));
        } catch (RejectedExecutionException e) {
            // The program was closed: whoever reports now is told again after a resume.
        }
    }

    private void turn(Runnable task) {
        if (finished) {
            return;
        }
        CURRENT.set(this);
        try {
            task.run();
            while (!ready.isEmpty() && !finished) {
                run(ready.poll());
            }
            if (changed && !finished) {
                keep();
            }
        } catch (Throwable e) {
            end(e);
        } finally {
            CURRENT.remove();
        }
    }

    private void run(Branch branch) {
        running = branch;
        Outcome outcome;
        try {
            outcome = branch.program.run0(branch.next, CATEGORIES);
        } finally {
            running = null;
        }
        changed = true;
        if (!branch.program.isResumable()) {
            over(branch, outcome);
            return;
        }
        Call call = (Call) outcome.getNormal();
        branch.waiting = call;
        if (call.outcome != null) {
            wake(branch, call.outcome);
        }
    }

    private void over(Branch branch, Outcome outcome) {
        branch.over = true;
        branch.waiting = null;
        Throwable failure = outcome.getAbnormal();
        if (branch.callback == null) {
            end(failure);
            return;
        }
        branch.opener.bodies.remove(branch);
        if (failure == null) {
            branch.callback.onSuccess(branch.opener.context(), outcome.getNormal());
        } else {
            branch.callback.onFailure(branch.opener.context(), failure);
        }
    }

    private void keep() {
        changed = false;
        List<SettableFuture<Void>> waiting = List.copyOf(savers);
        savers.clear();
        try {
            saved.save(state);
            waiting.forEach(saver -> saver.set(null));
        } catch (IOException e) {
            waiting.forEach(saver -> saver.setException(e));
            end(new IOException("The pipeline cannot be saved here, so Jenkins could not go on with it after a restart: "
                    + e.getMessage(), e));
        }
    }

    private void end(Throwable failure) {
        if (finished) {
            return;
        }
        finished = true;
        host.finished(failure);
    }

    /** No new turns. What runs outside, such as the engine's work, goes on or is found again by a resume. */
    @Override
    public void close() {
        lane.shutdown();
    }

    private static List<Class> categories() {
        List<Class> all = new ArrayList<>(Continuable.categories);
        all.add(SerializableIterators.class);
        return List.copyOf(all);
    }
}
