package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.CallContext;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.MayBeAbsent;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code milestone 1}: builds pass it in order. One rehearsal runs at a time, so none is overtaken; the rules that Jenkins
 * holds a single build to are kept.
 */
public final class MilestoneStep extends Step {

    private final Integer ordinal;
    private String label = "";
    private boolean unsafe;

    @DataBoundConstructor
    public MilestoneStep(@MayBeAbsent Integer ordinal) {
        this.ordinal = ordinal;
    }

    @DataBoundSetter
    public void setLabel(String label) {
        this.label = label;
    }

    @DataBoundSetter
    public void setUnsafe(boolean unsafe) {
        this.unsafe = unsafe;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            if (!unsafe && ((CallContext) at).call().inherited(ParallelStep.Lane.class) != null) {
                throw new AbortException("Using a milestone step inside parallel is not allowed");
            }
            at.get(Milestones.class).pass(ordinal, label);
            return null;
        });
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("milestone", false);
        }
    }
}
