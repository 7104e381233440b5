package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Sources;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code libraryResource 'path'}: the text of a file under {@code resources}. */
public final class LibraryResourceStep extends Step {

    private final String resource;

    @DataBoundConstructor
    public LibraryResourceStep(String resource) {
        this.resource = resource;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> at.get(Sources.class).resource(resource)
                .orElseThrow(() -> new AbortException("No such library resource " + resource + " could be found.")));
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("libraryResource", false);
        }
    }
}
