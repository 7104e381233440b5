package io.jenkins.plugins.ecsrelease.steps.host;

import hudson.EnvVars;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.scm.RunWithSCM;

public final class TestRun extends Run<TestJob, TestRun> implements RunWithSCM<TestJob, TestRun> {

    public final Set<String> authors = new HashSet<>();

    public final Map<String, String> variables = new HashMap<>();

    TestRun(TestJob job) throws IOException {
        super(job);
    }

    @Override
    public EnvVars getEnvironment(TaskListener listener) throws IOException, InterruptedException {
        EnvVars all = super.getEnvironment(listener);
        all.putAll(variables);
        return all;
    }

    @Override
    public List<?> getChangeSets() {
        return List.of();
    }

    @Override
    public Set<String> getCulpritIds() {
        return authors;
    }

    @Override
    public boolean shouldCalculateCulprits() {
        return false;
    }

    public TestRun ended(Result how) {
        result = how;
        return this;
    }
}
