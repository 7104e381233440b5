package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Latency;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How long the new version's tasks take to answer. */
public final class LatencyCheck extends HealthCheck {

    private final int below;
    private String statistic;
    private int minimumRequests;

    @DataBoundConstructor
    public LatencyCheck(int below) {
        this.below = below;
    }

    @Override
    public Check check() {
        return new Latency(statistic, below, minimumRequests, limits());
    }

    /** Milliseconds that it must stay below. */
    public int getBelow() {
        return below;
    }

    /** A percentile or Average; p99 by default. */
    public String getStatistic() {
        return statistic;
    }

    @DataBoundSetter
    public void setStatistic(String statistic) {
        this.statistic = Util.fixEmptyAndTrim(statistic);
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
    @Symbol("latency")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.LatencyCheck_DisplayName();
        }
    }
}
