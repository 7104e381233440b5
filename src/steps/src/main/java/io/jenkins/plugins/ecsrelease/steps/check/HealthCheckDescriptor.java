package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import org.kohsuke.stapler.verb.POST;

/** What all checks have in common in forms. */
public abstract class HealthCheckDescriptor extends Descriptor<HealthCheck> {

    @POST
    public ListBoxModel doFillNoDataItems() {
        ListBoxModel box = new ListBoxModel();
        for (String word : new String[] {"inconclusive", "fail", "pass"}) {
            box.add(word, word);
        }
        return box;
    }
}
