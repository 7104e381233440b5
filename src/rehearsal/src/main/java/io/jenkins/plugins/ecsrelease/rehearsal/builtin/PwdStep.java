package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.FilePath;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code pwd()}: where the steps work; {@code pwd(tmp: true)} a directory beside it. */
public final class PwdStep extends Step {

    private boolean tmp;

    @DataBoundConstructor
    public PwdStep() {}

    @DataBoundSetter
    public void setTmp(boolean tmp) {
        this.tmp = tmp;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            FilePath here = at.get(FilePath.class);
            if (!tmp) {
                return here.getRemote();
            }
            FilePath beside = here.withSuffix("@tmp");
            beside.mkdirs();
            return beside.getRemote();
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("pwd", false, FilePath.class);
        }
    }
}
