package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code library 'name@version'}: a rehearsal has its library already, in the version that it was started with. */
public final class LibraryStep extends Step {

    private final String identifier;

    @DataBoundConstructor
    public LibraryStep(String identifier) {
        this.identifier = identifier;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            at.get(TaskListener.class).getLogger().println("Using this directory for the library " + identifier);
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("library", false, TaskListener.class);
        }
    }
}
