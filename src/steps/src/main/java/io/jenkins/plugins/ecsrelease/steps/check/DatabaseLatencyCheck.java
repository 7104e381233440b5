package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseLatency;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How long a database takes. */
public final class DatabaseLatencyCheck extends DatabaseCheck {

    private String proxy;
    private String metric;

    @DataBoundConstructor
    public DatabaseLatencyCheck() {}

    @Override
    public Check check() {
        return new DatabaseLatency(database(proxy), metric, getBelow(), limits());
    }

    /** The RDS Proxy. */
    public String getProxy() {
        return proxy;
    }

    @DataBoundSetter
    public void setProxy(String proxy) {
        this.proxy = Util.fixEmptyAndTrim(proxy);
    }

    /** The metric of AWS/RDS; commit latency or its like by default. */
    public String getMetric() {
        return metric;
    }

    @DataBoundSetter
    public void setMetric(String metric) {
        this.metric = Util.fixEmptyAndTrim(metric);
    }

    @Extension
    @Symbol("databaseLatency")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.DatabaseLatencyCheck_DisplayName();
        }
    }
}
