package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code readFile 'path'}: its text, as UTF-8. */
public final class ReadFileStep extends Step {

    private final String file;

    @DataBoundConstructor
    public ReadFileStep(String file) {
        this.file = file;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> at.get(FilePath.class).child(file).readToString());
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("readFile", false, FilePath.class);
        }
    }
}
