package io.jenkins.plugins.ecsrelease.rehearsal;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Application;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Approvals;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Builtins;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Sources;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.StepRegistry;
import io.jenkins.plugins.ecsrelease.rehearsal.run.Console;
import io.jenkins.plugins.ecsrelease.rehearsal.run.LocalJenkins;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalBuild;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalHost;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A small pipeline in a directory of its own, for tests: write scripts, run, look at lines, kill, resume. */
public final class Trial implements AutoCloseable {

    private final Path home;
    private final Path library;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> stages = new CopyOnWriteArrayList<>();
    private final List<Approvals.Gate> gates = new CopyOnWriteArrayList<>();
    private final Map<String, Consumer<Approvals.Decision>> asked = new LinkedHashMap<>();
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private Path libraryDirectory;
    private LocalJenkins jenkins;
    private RehearsalHost host;
    private CompletableFuture<Result> end;
    private StepRegistry registry = new StepRegistry(Builtins.steps(), Builtins.symbols());
    private int repeats;
    private String branch = "main";

    public Trial(Path home) throws IOException {
        this.home = home;
        this.library = Files.createDirectories(home.resolve("library"));
        this.libraryDirectory = library;
        Files.createDirectories(home.resolve("application"));
        Files.writeString(home.resolve("application/README"), "an application\n");
    }

    public Trial global(String name, String script) throws IOException {
        Files.createDirectories(library.resolve("vars"));
        Files.writeString(library.resolve("vars").resolve(name + ".groovy"), script);
        return this;
    }

    public Trial resource(String path, String text) throws IOException {
        Path file = library.resolve("resources").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** Another library than the one of {@link #global}. */
    public Trial library(Path directory) {
        libraryDirectory = directory;
        return this;
    }

    public Trial steps(StepRegistry registry) {
        this.registry = registry;
        return this;
    }

    public StepRegistry registry() {
        return registry;
    }

    public Trial parameter(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    public Trial branch(String name) {
        branch = name;
        return this;
    }

    public Trial repeats(int build) {
        repeats = build;
        return this;
    }

    /** Starts a build of this Jenkinsfile. */
    public Trial start(String jenkinsfile) throws IOException {
        Path file = Files.writeString(home.resolve("Jenkinsfile"), jenkinsfile);
        RehearsalJob job = job();
        RehearsalBuild build = RehearsalBuild.start(job, "alice", parameters, repeats, false);
        host(build, Sources.copy(file, libraryDirectory, build.directory().resolve("script")));
        end = host.start();
        return this;
    }

    /** Drops the running program, as a kill does, and carries it on from its file. */
    public Trial resume() throws Exception {
        host.program().save().get(20, TimeUnit.SECONDS);
        host.close();
        jenkins.close();
        asked.clear();
        RehearsalJob job = job();
        RehearsalBuild build = job.getLastBuild();
        host(build, Sources.of(build.directory().resolve("script")));
        end = host.resume();
        return this;
    }

    private RehearsalJob job() throws IOException {
        jenkins = new LocalJenkins(home.resolve("jenkins"));
        Hosting.set(jenkins);
        RehearsalJob job = new RehearsalJob("shop");
        jenkins.job(job);
        return job;
    }

    private void host(RehearsalBuild build, Sources sources) {
        Approvals approvals = new Approvals() {
            @Override
            public void ask(Gate gate, Consumer<Decision> answer) {
                synchronized (asked) {
                    gates.add(gate);
                    asked.put(gate.key(), answer);
                    asked.notifyAll();
                }
            }

            @Override
            public void withdraw(String key) {
                synchronized (asked) {
                    asked.remove(key);
                }
            }
        };
        Console console = new Console() {
            @Override
            public void line(String stage, String text) {
                lines.add(text);
            }

            @Override
            public void stageBegan(String stage) {
                stages.add(stage);
            }

            @Override
            public void stageEnded(String stage, long millis, String failure) {}
        };
        host = new RehearsalHost(build, sources, registry,
                new Application(home.resolve("application").toString(), branch, "https://example.com/shop.git"),
                approvals, console, home.resolve("workspace").resolve("shop"), System::currentTimeMillis);
    }

    /** Waits until a gate is open. */
    public Approvals.Gate gate() throws InterruptedException {
        synchronized (asked) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (asked.isEmpty()) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0 || end.isDone()) {
                    throw new AssertionError("No gate opened: " + lines);
                }
                asked.wait(Math.min(left, 50));
            }
            return gates.get(gates.size() - 1);
        }
    }

    /** Waits until the gate of this id is open. */
    public Approvals.Gate gate(String id) throws InterruptedException {
        synchronized (asked) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (gates.isEmpty() || asked.isEmpty() || !gates.get(gates.size() - 1).id().equals(id)) {
                if (System.nanoTime() > until || end.isDone()) {
                    throw new AssertionError("The gate " + id + " did not open: " + lines);
                }
                asked.wait(50);
            }
            return gates.get(gates.size() - 1);
        }
    }

    public Trial decide(boolean approved, String who, Map<String, Object> values) throws InterruptedException {
        gate();
        List<Consumer<Approvals.Decision>> open;
        synchronized (asked) {
            open = new ArrayList<>(asked.values());
            asked.clear();
        }
        open.forEach(answer -> answer.accept(new Approvals.Decision(approved, who, values)));
        return this;
    }

    public Trial approve(String who) throws InterruptedException {
        return decide(true, who, Map.of());
    }

    public Result end() throws Exception {
        return end.get(30, TimeUnit.SECONDS);
    }

    public boolean ended() {
        return end.isDone();
    }

    public List<String> lines() {
        return lines;
    }

    public List<String> stages() {
        return stages;
    }

    public List<Approvals.Gate> gates() {
        return gates;
    }

    public RehearsalHost host() {
        return host;
    }

    @Override
    public void close() {
        if (host != null) {
            host.close();
        }
        if (jenkins != null) {
            jenkins.close();
        }
    }
}
