package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code deleteDir()}: empties the directory in which the steps work. */
public final class DeleteDirStep extends Step {

    @DataBoundConstructor
    public DeleteDirStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            at.get(FilePath.class).deleteContents();
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("deleteDir", false, FilePath.class);
        }
    }
}
