package io.jenkins.plugins.ecsrelease.engine.database.look;

/** What has snapshots of its own. */
public enum Kind {
    /** An Aurora (or Multi-AZ) DB cluster. */
    CLUSTER,
    /** A DB instance that belongs to no cluster. */
    INSTANCE;

    /** Such as "cluster orders". */
    public String named(String identifier) {
        return (this == CLUSTER ? "cluster " : "instance ") + identifier;
    }
}
