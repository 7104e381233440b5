package io.jenkins.plugins.ecsrelease.test.jenkins;

import hudson.model.InvisibleAction;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** A page with the forms of some steps, which the snippet generator shows only one by one. */
public final class Forms extends InvisibleAction {

    private final List<StepDescriptor> descriptors;

    Forms(List<StepDescriptor> descriptors) {
        this.descriptors = descriptors;
    }

    @Override
    public String getUrlName() {
        return "forms";
    }

    public List<StepDescriptor> getDescriptors() {
        return descriptors;
    }
}
