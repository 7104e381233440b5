package io.jenkins.plugins.ecsrelease.test.jenkins;

import hudson.model.Descriptor;
import hudson.model.InvisibleAction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.Stapler;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** A page with the forms of some steps, filled in or not; what is submitted becomes steps again. */
public final class Forms extends InvisibleAction {

    private final List<StepDescriptor> descriptors;
    private final Map<String, Step> shown;
    private final Map<String, Step> submitted = new TreeMap<>();

    /** @param shown what the form of a step is filled in with, by its name */
    Forms(List<StepDescriptor> descriptors, Map<String, Step> shown) {
        this.descriptors = descriptors;
        this.shown = shown;
    }

    @Override
    public String getUrlName() {
        return "forms";
    }

    public List<StepDescriptor> getDescriptors() {
        return descriptors;
    }

    public Step shown(String step) {
        return shown.get(step);
    }

    /** Takes no parameter: for the names of some Stapler looks in a file that only the plugin itself has, and warns. */
    @POST
    public synchronized HttpResponse doSubmit() throws Exception {
        StaplerRequest2 request = Stapler.getCurrentRequest2();
        String name = request.getParameter("step");
        for (Descriptor<Step> each : descriptors) {
            if (((StepDescriptor) each).getFunctionName().equals(name)) {
                submitted.put(name, each.newInstance(request, request.getSubmittedForm()));
            }
        }
        return HttpResponses.ok();
    }

    synchronized Step submitted(String step) {
        return submitted.get(step);
    }
}
