package io.jenkins.plugins.ecsrelease.steps.image;

import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** A scan whose findings are held against a policy. */
public final class PolicyScan extends ImageScan {

    private String severity;
    private boolean fixableOnly;
    private List<AllowedFinding> allow = List.of();
    private String unscannable;
    private int waitMinutes;

    @DataBoundConstructor
    public PolicyScan() {}

    @Override
    public ScanPolicy policy() {
        return new ScanPolicy(
                severity, fixableOnly, allow.stream().map(AllowedFinding::allowance).toList(), unscannable, "", waitMinutes);
    }

    /** Whether it says nothing that would not hold without it. */
    public boolean isStandard() {
        return severity == null && !fixableOnly && allow.isEmpty() && unscannable == null && waitMinutes == 0;
    }

    /** The lowest severity that stops a release; HIGH by default. */
    public String getSeverity() {
        return severity;
    }

    @DataBoundSetter
    public void setSeverity(String severity) {
        String word = Util.fixEmptyAndTrim(severity);
        this.severity = "HIGH".equals(word) ? null : word;
    }

    /** Whether findings without a fix are let through. */
    public boolean isFixableOnly() {
        return fixableOnly;
    }

    @DataBoundSetter
    public void setFixableOnly(boolean fixableOnly) {
        this.fixableOnly = fixableOnly;
    }

    /** Findings that are accepted for a while. */
    public List<AllowedFinding> getAllow() {
        return allow;
    }

    @DataBoundSetter
    public void setAllow(List<AllowedFinding> allow) {
        this.allow = allow == null ? List.of() : List.copyOf(allow);
    }

    /** Why an image that the scanner does not support is accepted; empty to refuse it. */
    public String getUnscannable() {
        return unscannable;
    }

    @DataBoundSetter
    public void setUnscannable(String unscannable) {
        this.unscannable = Util.fixEmptyAndTrim(unscannable);
    }

    /** How long a result is waited for; 0 for 15 minutes. */
    public int getWaitMinutes() {
        return waitMinutes;
    }

    @DataBoundSetter
    public void setWaitMinutes(int waitMinutes) {
        this.waitMinutes = waitMinutes;
    }

    /** First of the kinds of scan, so that a form that nobody filled in shows what holds by default. */
    @Extension(ordinal = 1)
    @Symbol("scanPolicy")
    public static final class DescriptorImpl extends Descriptor<ImageScan> {
        @Override
        public String getDisplayName() {
            return Messages.PolicyScan_DisplayName();
        }

        /** The same words for everybody. */
        @POST
        public ListBoxModel doFillSeverityItems() {
            ListBoxModel box = new ListBoxModel();
            List<String> gravestFirst = new ArrayList<>(ScanPolicy.SEVERITIES);
            Collections.reverse(gravestFirst);
            gravestFirst.forEach(word -> box.add(word, word));
            return box;
        }
    }
}
