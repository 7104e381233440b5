package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code writeFile file: 'path', text: '…'}: as UTF-8. */
public final class WriteFileStep extends Step {

    private final String file;
    private final String text;

    @DataBoundConstructor
    public WriteFileStep(String file, String text) {
        this.file = file;
        this.text = text;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            at.get(FilePath.class).child(file).write(text, "UTF-8");
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("writeFile", false, FilePath.class);
        }
    }
}
