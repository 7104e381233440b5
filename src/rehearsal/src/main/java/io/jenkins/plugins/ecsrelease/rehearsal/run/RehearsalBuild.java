package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.EnvVars;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.replay.Replays;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/** A build, kept in its directory as {@code build.json}. */
public final class RehearsalBuild extends Run<RehearsalJob, RehearsalBuild> implements FlowExecutionOwner.Executable {

    private BuildRecord record;
    private RehearsalFlow flow;

    RehearsalBuild(RehearsalJob job, BuildRecord record) {
        super(job, record.startedAt());
        this.record = record;
        this.number = record.number();
        if (!record.result().isEmpty()) {
            this.result = Result.fromString(record.result());
        }
    }

    /** Begins a new build of the job. */
    public static RehearsalBuild start(RehearsalJob job, String by, Map<String, Object> parameters, int repeats,
            boolean edited) throws IOException {
        RehearsalBuild build = new RehearsalBuild(job,
                BuildRecord.started(job.getNextBuildNumber(), by, parameters, repeats, edited));
        job.add(build);
        build.save();
        return build;
    }

    /** Causes need the other builds of the job, so they come once all are there. */
    void attach() {
        RehearsalBuild original = record.repeats() == 0 ? null : getParent().getBuildByNumber(record.repeats());
        Cause user = new Cause.UserIdCause(record.startedBy());
        CauseAction causes = original == null ? new CauseAction(user)
                : new CauseAction(Replays.of(original, !record.edited()), user);
        addAction(causes);
        causes.onAttached(this);
    }

    public BuildRecord record() {
        return record;
    }

    public Path directory() {
        return getRootDir().toPath();
    }

    void flow(RehearsalFlow flow) {
        this.flow = flow;
    }

    public RehearsalFlow flow() {
        return flow;
    }

    @Override
    public FlowExecutionOwner asFlowExecutionOwner() {
        return flow == null ? null : flow.getOwner();
    }

    @Override
    public EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException {
        EnvVars variables = super.getEnvironment(listener);
        record.parameters().forEach((name, value) -> variables.put(name, String.valueOf(value)));
        variables.overrideAll(record.environment());
        return variables;
    }

    public void setVariable(String name, String value) {
        record.environment().put(name, value);
        keep();
    }

    /** Adds a parameter that the Jenkinsfile declares, with its preset, unless the build was started with it. */
    void presetParameter(String name, Object value) {
        if (record.parameters().putIfAbsent(name, value) == null) {
            keep();
        }
    }

    public void ended(Result result, String failure) {
        this.result = result;
        record = record.ended(result.toString(), failure);
        keep();
    }

    @Override
    public void setDisplayName(String name) throws IOException {
        super.setDisplayName(name);
        record = record.named(name, record.description());
        save();
    }

    @Override
    public void setDescription(String text) throws IOException {
        super.setDescription(text);
        record = record.named(record.displayName(), text);
        save();
    }

    private void keep() {
        try {
            save();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void save() throws IOException {
        record.write(directory());
    }
}
