package io.jenkins.plugins.ecsrelease.steps.host;

import hudson.EnvVars;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

public final class TestRun extends Run<TestJob, TestRun> {

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

    public TestRun ended(Result how) {
        result = how;
        return this;
    }
}
