package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** How many connections a database has, in percent of what it allows. */
public final class DatabaseConnectionsCheck extends DatabaseCheck {

    private String proxy;
    private int limit;
    private int poolSize;
    private String poolSizeFrom;
    private int clientsBelow;
    private int borrowBelow;
    private int pinnedBelow;

    @DataBoundConstructor
    public DatabaseConnectionsCheck() {}

    @Override
    public Check check() {
        return new DatabaseConnections(database(proxy), getBelow(), limit, poolSize, poolSizeFrom, clientsBelow,
                borrowBelow, pinnedBelow, limits());
    }

    /** The RDS Proxy. */
    public String getProxy() {
        return proxy;
    }

    @DataBoundSetter
    public void setProxy(String proxy) {
        this.proxy = Util.fixEmptyAndTrim(proxy);
    }

    /** How many connections it allows; 0 to find out. */
    public int getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(int limit) {
        this.limit = limit;
    }

    /** Connections that a task opens at most; 0 for none given. */
    public int getPoolSize() {
        return poolSize;
    }

    @DataBoundSetter
    public void setPoolSize(int poolSize) {
        this.poolSize = poolSize;
    }

    /** The environment variable of the task definition that holds the pool size. */
    public String getPoolSizeFrom() {
        return poolSizeFrom;
    }

    @DataBoundSetter
    public void setPoolSizeFrom(String poolSizeFrom) {
        this.poolSizeFrom = Util.fixEmptyAndTrim(poolSizeFrom);
    }

    /** Clients of the proxy that it must stay below; 0 not to judge them. */
    public int getClientsBelow() {
        return clientsBelow;
    }

    @DataBoundSetter
    public void setClientsBelow(int clientsBelow) {
        this.clientsBelow = clientsBelow;
    }

    /** Milliseconds that a client may wait for a connection of the proxy; 0 not to judge it. */
    public int getBorrowBelow() {
        return borrowBelow;
    }

    @DataBoundSetter
    public void setBorrowBelow(int borrowBelow) {
        this.borrowBelow = borrowBelow;
    }

    /** Percent of the proxy's connections that may be pinned to a client; 0 not to judge it. */
    public int getPinnedBelow() {
        return pinnedBelow;
    }

    @DataBoundSetter
    public void setPinnedBelow(int pinnedBelow) {
        this.pinnedBelow = pinnedBelow;
    }

    @Extension
    @Symbol("databaseConnections")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.DatabaseConnectionsCheck_DisplayName();
        }
    }
}
