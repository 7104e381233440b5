package io.jenkins.plugins.ecsrelease.engine.database.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** How busy a database is (CloudWatch, AWS/RDS, the last five minutes). */
public record LoadLook(Kind kind, String identifier) implements Question<LoadLook.Seen> {

    /** The most of each; null without data. */
    public record Seen(Double connections, Double replicaLagSeconds) {}
}
