package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseLatency;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How long a database takes. */
public final class DatabaseLatencyCheck extends HealthCheck {

    private String cluster;
    private String instance;
    private String proxy;
    private String metric;
    private int below;

    @DataBoundConstructor
    public DatabaseLatencyCheck() {}

    @Override
    public Check check() {
        return new DatabaseLatency(new Database(cluster, instance, proxy), metric, below, limits());
    }

    /** The DB cluster; its writer is looked at. */
    public String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The DB instance, where it belongs to no cluster. */
    public String getInstance() {
        return instance;
    }

    @DataBoundSetter
    public void setInstance(String instance) {
        this.instance = Util.fixEmptyAndTrim(instance);
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

    /** Milliseconds that it must stay below. */
    public int getBelow() {
        return below;
    }

    @DataBoundSetter
    public void setBelow(int below) {
        this.below = below;
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
