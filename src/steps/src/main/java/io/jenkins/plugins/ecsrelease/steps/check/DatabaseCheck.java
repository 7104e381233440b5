package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Database;
import org.kohsuke.stapler.DataBoundSetter;

/** A check of a database, and what it must stay below. */
public abstract class DatabaseCheck extends HealthCheck {

    private String cluster;
    private String instance;
    private int below;

    /** The database that is looked at, behind {@code proxy} where there is one. */
    final Database database(String proxy) {
        return new Database(cluster, instance, proxy);
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

    /** Milliseconds, or percent of the connections that it allows. */
    public int getBelow() {
        return below;
    }

    @DataBoundSetter
    public void setBelow(int below) {
        this.below = below;
    }
}
