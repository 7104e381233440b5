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

    private int p99;
    private int below;
    private String statistic;
    private int minimumRequests;

    @DataBoundConstructor
    public LatencyCheck() {}

    @Override
    public Check check() {
        if (p99 > 0 && (below > 0 || statistic != null)) {
            throw new IllegalArgumentException("Give 'p99', or 'below' with a 'statistic', not both.");
        }
        return p99 > 0 ? new Latency("p99", p99, minimumRequests, limits()) : new Latency(statistic, below, minimumRequests, limits());
    }

    /** Milliseconds that 99 of 100 answers must stay below; 0 where another statistic is given. */
    public int getP99() {
        return p99;
    }

    @DataBoundSetter
    public void setP99(int p99) {
        this.p99 = p99;
    }

    /** Milliseconds that the statistic must stay below. */
    public int getBelow() {
        return below;
    }

    @DataBoundSetter
    public void setBelow(int below) {
        this.below = below;
    }

    /** Of {@code below}: a percentile or Average; p99 by default. */
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
