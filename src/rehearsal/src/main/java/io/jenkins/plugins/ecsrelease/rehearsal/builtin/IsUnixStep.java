package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.Launcher;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code isUnix()}: whether the agent runs Linux or the like. */
public final class IsUnixStep extends Step {

    @DataBoundConstructor
    public IsUnixStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> at.get(Launcher.class).isUnix());
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("isUnix", false, Launcher.class);
        }
    }
}
