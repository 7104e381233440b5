package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The share of requests that the new version's tasks answer with 5xx. */
public final class HttpErrorsCheck extends HealthCheck {

    private String below;
    private boolean onlyIfWorse;
    private int minimumRequests;

    @DataBoundConstructor
    public HttpErrorsCheck() {}

    @Override
    public Check check() {
        try {
            return new HttpErrors(below == null ? 0 : Double.parseDouble(below), onlyIfWorse, minimumRequests, limits());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'below' is '" + below + "', which is no percentage.", e);
        }
    }

    /** The percentage that it must stay below; 1 by default. */
    public String getBelow() {
        return below;
    }

    @DataBoundSetter
    public void setBelow(String below) {
        this.below = Util.fixEmptyAndTrim(below);
    }

    /** Whether a minute is borne in which the old version fails nearly as often. */
    public boolean isOnlyIfWorse() {
        return onlyIfWorse;
    }

    @DataBoundSetter
    public void setOnlyIfWorse(boolean onlyIfWorse) {
        this.onlyIfWorse = onlyIfWorse;
    }

    /** Requests a minute below which nothing can be told; 0 for 20. */
    public int getMinimumRequests() {
        return minimumRequests;
    }

    @DataBoundSetter
    public void setMinimumRequests(int minimumRequests) {
        this.minimumRequests = minimumRequests;
    }

    @Extension
    @Symbol("httpErrors")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.HttpErrorsCheck_DisplayName();
        }
    }
}
