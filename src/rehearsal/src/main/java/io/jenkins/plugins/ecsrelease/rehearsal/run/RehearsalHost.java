package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Application;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Approvals;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Directory;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Failures;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.JobParameters;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Locks;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Milestones;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.ParallelStep;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.StageStep;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Workspaces;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Call;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Host;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Program;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Sources;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.StepRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/** Runs the pipeline of one build and offers its steps what Jenkins would. */
public final class RehearsalHost implements Host, AutoCloseable {

    private static final ThreadLocal<RehearsalHost> LOADING = new ThreadLocal<>();

    private final RehearsalBuild build;
    private final Sources sources;
    private final Application application;
    private final Console console;
    private final Events events;
    private final RehearsalFlow flow;
    private final Program program;
    private final Map<Class<?>, Object> offered = new HashMap<>();
    private final Map<String, Long> began = new ConcurrentHashMap<>();
    private final Map<String, String> stages = new ConcurrentHashMap<>();
    private final CompletableFuture<Result> end = new CompletableFuture<>();

    public RehearsalHost(RehearsalBuild build, Sources sources, StepRegistry registry, Application application,
            Approvals approvals, Console console, Path workspace, LongSupplier clock) {
        this.build = build;
        this.sources = sources;
        this.application = application;
        this.console = console;
        this.events = new Events(build.directory().resolve("events.jsonl"));
        this.flow = new RehearsalFlow(build, this::keep, clock);
        build.flow(flow);
        offered.put(Approvals.class, approvals);
        offered.put(Workspaces.class, new Workspaces(workspace));
        offered.put(Locks.class, new Locks());
        offered.put(Milestones.class, new Milestones());
        offered.put(Sources.class, sources);
        offered.put(Run.class, build);
        offered.put(FlowExecution.class, flow);
        offered.put(JobParameters.class, (JobParameters) parameters -> parameters.forEach(
                each -> build.presetParameter(each.name(), each.preset())));
        this.program = new Program(this, sources, registry, build.directory().resolve("program.dat"));
        flow.program(program);
    }

    static RehearsalHost loading() {
        return LOADING.get();
    }

    /** Runs the pipeline from its start. */
    public CompletableFuture<Result> start() {
        events.add("started", Map.of("by", build.record().startedBy(), "build", build.getNumber()));
        program.start();
        return end;
    }

    /** Goes on with a build whose process was killed. */
    public CompletableFuture<Result> resume() throws IOException {
        for (Map<String, Object> event : events.all()) {
            if ("stage began".equals(event.get("event"))) {
                stages.put((String) event.get("node"), (String) event.get("stage"));
                began.put((String) event.get("node"), ((Number) event.get("at")).longValue());
            } else if ("approved".equals(event.get("event"))) {
                RehearsalNode node = flow.node((String) event.get("node"), "input", asMap(event.get("arguments")),
                        ((Number) event.get("opened")).longValue());
                node.addAction(new InputSubmittedAction((String) event.get("who"), asMap(event.get("values"))));
            }
        }
        events.add("resumed", Map.of());
        program.post(() -> LOADING.set(this));
        program.resume();
        return end;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    public RehearsalBuild build() {
        return build;
    }

    public Events events() {
        return events;
    }

    public Program program() {
        return program;
    }

    private void keep(RehearsalNode node) {
        InputSubmittedAction approval = node.getAction(InputSubmittedAction.class);
        if (approval != null) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            org.jenkinsci.plugins.workflow.actions.ArgumentsAction.getArguments(node)
                    .forEach((key, value) -> {
                        if (value instanceof CharSequence) {
                            arguments.put(key, value.toString());
                        }
                    });
            events.add("approved", Map.of("opened", TimingAction.getStartTime(node), "node", node.getId(), "who", approval.getApprover(),
                    "arguments", arguments, "values", approval.getParameters()));
        }
    }

    @Override
    public <T> T context(Class<T> type, Call call) throws IOException, InterruptedException {
        if (type == TaskListener.class) {
            return type.cast(new LogListener(line -> log(call, line)));
        } else if (type == EnvVars.class) {
            return type.cast(variables(call));
        } else if (type == FlowNode.class) {
            return type.cast(flow.node(call));
        } else if (type == FilePath.class || type == Launcher.class) {
            Directory directory = call.inherited(Directory.class);
            if (directory == null) {
                return null;
            }
            return type.cast(type == FilePath.class ? directory.file()
                    : directory.file().createLauncher(new LogListener(line -> log(call, line))));
        }
        return type.cast(offered.get(type));
    }

    private EnvVars variables(Call call) throws IOException, InterruptedException {
        EnvVars variables = build.getEnvironment(TaskListener.NULL);
        EnvironmentExpander added = call == null ? null : call.inherited(EnvironmentExpander.class);
        if (added != null) {
            added.expand(variables);
        }
        return variables;
    }

    @Override
    public String environment(String name) {
        try {
            return variables(program.here()).get(name);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Object global(String name) {
        return switch (name) {
            case "env" -> new EnvGlobal(this);
            case "params" -> Collections.unmodifiableMap(new LinkedHashMap<>(build.record().parameters()));
            case "currentBuild" -> new CurrentBuild(this);
            case "scm" -> application;
            default -> null;
        };
    }

    @Override
    public Set<String> globals() {
        return Set.of("env", "params", "currentBuild", "scm");
    }

    Result result() {
        return program.result();
    }

    void worsen(Result result) {
        program.worsen(result);
    }

    @Override
    public void began(Call call) {
        flow.node(call);
        began.put(call.id(), System.currentTimeMillis());
        if (call.function().equals("stage")) {
            String stage = String.valueOf(call.arguments().get("name"));
            stages.put(call.id(), stage);
            console.stageBegan(stage);
            events.add("stage began", Map.of("node", call.id(), "stage", stage));
        } else if (!call.function().equals("echo")) {
            events.add("step began", Map.of("node", call.id(), "step", call.function(), "stage", stage(call)));
        }
    }

    @Override
    public void ended(Call call, Throwable failure) {
        String why = failure == null ? "" : Failures.text(failure);
        long millis = System.currentTimeMillis() - began.getOrDefault(call.id(), System.currentTimeMillis());
        if (call.function().equals("stage")) {
            console.stageEnded(stages.getOrDefault(call.id(), ""), millis, why);
            events.add("stage ended", Map.of("node", call.id(), "failure", why));
        } else if (!call.function().equals("echo")) {
            events.add("step ended", Map.of("node", call.id(), "step", call.function(), "failure", why));
        }
    }

    @Override
    public void warn(String line) {
        log(null, line);
    }

    private void log(Call call, String line) {
        String stage = call == null ? "" : stage(call);
        ParallelStep.Lane lane = call == null ? null : call.inherited(ParallelStep.Lane.class);
        console.line(lane == null ? stage : stage + " · " + lane.name(), line);
        try {
            Files.write(build.directory().resolve("log"), (line + "\n").getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stage(Call call) {
        StageStep.Named stage = call.inherited(StageStep.Named.class);
        return stage == null ? "" : stage.name();
    }

    @Override
    public void finished(Throwable failure) {
        Result result = program.result();
        String why = "";
        if (failure != null) {
            result = failure instanceof FlowInterruptedException interrupted
                    ? interrupted.getResult().combine(result) : Result.FAILURE.combine(result);
            why = Failures.text(failure);
            log(null, "ERROR: " + why);
        }
        log(null, "Finished: " + result);
        build.ended(result, why);
        flow.over();
        events.add("finished", Map.of("result", result.toString(), "failure", why));
        end.complete(result);
    }

    @Override
    public void close() {
        program.close();
    }
}
