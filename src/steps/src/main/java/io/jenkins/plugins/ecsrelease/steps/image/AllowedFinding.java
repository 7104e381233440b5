package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.ecsrelease.engine.image.Allowance;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** A finding that is accepted until a day. */
public final class AllowedFinding extends AbstractDescribableImpl<AllowedFinding> {

    private final String id;
    private final String reason;
    private final String expires;

    @DataBoundConstructor
    public AllowedFinding(String id, String reason, String expires) {
        this.id = Util.fixEmptyAndTrim(id);
        this.reason = Util.fixEmptyAndTrim(reason);
        this.expires = Util.fixEmptyAndTrim(expires);
    }

    Allowance allowance() {
        return new Allowance(id, reason, expires);
    }

    public String getId() {
        return id;
    }

    public String getReason() {
        return reason;
    }

    public String getExpires() {
        return expires;
    }

    @Extension
    @Symbol("allow")
    public static final class DescriptorImpl extends Descriptor<AllowedFinding> {
        @Override
        public String getDisplayName() {
            return Messages.AllowedFinding_DisplayName();
        }
    }
}
