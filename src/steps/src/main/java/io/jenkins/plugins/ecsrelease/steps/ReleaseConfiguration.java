package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;

/** What an administrator sets for all releases. */
@Extension
@Symbol("ecsRelease")
public final class ReleaseConfiguration extends GlobalConfiguration {

    private String endpoint;

    public ReleaseConfiguration() {
        load();
    }

    public static ReleaseConfiguration get() {
        return ExtensionList.lookupSingleton(ReleaseConfiguration.class);
    }

    /** One address for all of AWS, such as a sandbox's; null for AWS's own. Read when the first release begins. */
    public String getEndpoint() {
        return endpoint;
    }

    @DataBoundSetter
    public void setEndpoint(String endpoint) {
        this.endpoint = Util.fixEmptyAndTrim(endpoint);
        save();
    }
}
