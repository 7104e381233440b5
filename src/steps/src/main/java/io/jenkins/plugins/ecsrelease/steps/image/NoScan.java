package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** No scan, and why not. */
public final class NoScan extends ImageScan {

    private final String reason;

    @DataBoundConstructor
    public NoScan(String reason) {
        this.reason = Util.fixEmptyAndTrim(reason);
    }

    @Override
    public ScanPolicy policy() {
        return ScanPolicy.none(reason);
    }

    public String getReason() {
        return reason;
    }

    @Extension
    @Symbol("none")
    public static final class DescriptorImpl extends Descriptor<ImageScan> {
        @Override
        public String getDisplayName() {
            return Messages.NoScan_DisplayName();
        }
    }
}
