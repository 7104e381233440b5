package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code dir('path') { … }}: works in a directory of the workspace. */
public final class DirStep extends Step {

    private final String path;

    @DataBoundConstructor
    public DirStep(String path) {
        this.path = path;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        FilePath directory = context.get(FilePath.class).child(path);
        directory.mkdirs();
        context.get(TaskListener.class).getLogger().println("Running in " + directory);
        return Around.block(context, new Directory(directory.getRemote()));
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("dir", true, FilePath.class, TaskListener.class);
        }
    }
}
