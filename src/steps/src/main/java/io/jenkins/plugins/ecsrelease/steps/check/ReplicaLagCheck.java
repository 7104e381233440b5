package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import io.jenkins.plugins.ecsrelease.engine.health.ReplicaLag;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How far the replicas of a database are behind. */
public final class ReplicaLagCheck extends HealthCheck {

    private String cluster;
    private String instance;
    private int below;

    @DataBoundConstructor
    public ReplicaLagCheck() {}

    @Override
    public Check check() {
        return new ReplicaLag(new Database(cluster, instance, ""), below, limits());
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

    /** Milliseconds that it must stay below. */
    public int getBelow() {
        return below;
    }

    @DataBoundSetter
    public void setBelow(int below) {
        this.below = below;
    }

    @Extension
    @Symbol("replicaLag")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.ReplicaLagCheck_DisplayName();
        }
    }
}
