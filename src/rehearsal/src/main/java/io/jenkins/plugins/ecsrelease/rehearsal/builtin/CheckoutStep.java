package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import hudson.model.TaskListener;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code checkout scm}: the application's files in the workspace. */
public final class CheckoutStep extends Step {

    private final Object scm;

    @DataBoundConstructor
    public CheckoutStep(Object scm) {
        this.scm = scm;
    }

    @Override
    public StepExecution start(StepContext context) {
        if (!(scm instanceof Application application)) {
            throw new IllegalArgumentException("A rehearsal can check out scm, the application that it was started with, "
                    + "and nothing else.");
        }
        return Now.of(context, at -> {
            Map<String, String> made = application.copyTo(java.nio.file.Path.of(at.get(FilePath.class).getRemote()));
            at.get(TaskListener.class).getLogger()
                    .println("Checked out " + made.get("GIT_COMMIT").substring(0, 12) + " of " + made.get("GIT_BRANCH"));
            return made;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("checkout", false, FilePath.class, TaskListener.class);
        }
    }
}
