package io.jenkins.plugins.ecsrelease.steps.host;

import hudson.model.Job;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import jenkins.model.Jenkins;

public final class TestJob extends Job<TestJob, TestRun> {

    private final SortedMap<Integer, TestRun> runs = new TreeMap<>(Comparator.reverseOrder());

    public TestJob(TestJenkins jenkins, String name) {
        super(Jenkins.get(), name);
        jenkins.add(this);
    }

    public TestRun build(hudson.model.Cause... causes) throws Exception {
        TestRun run = new TestRun(this);
        runs.put(run.getNumber(), run);
        if (causes.length > 0) {
            hudson.model.CauseAction action = new hudson.model.CauseAction(causes);
            run.addAction(action);
            action.onAttached(run);
        }
        return run;
    }

    @Override
    protected SortedMap<Integer, TestRun> _getRuns() {
        return runs;
    }

    /** As when an old build is discarded. */
    public void forget(TestRun run) {
        removeRun(run);
    }

    @Override
    protected void removeRun(TestRun run) {
        runs.remove(run.getNumber());
    }

    @Override
    public boolean isBuildable() {
        return true;
    }
}
