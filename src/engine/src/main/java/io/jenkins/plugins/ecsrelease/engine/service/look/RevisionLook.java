package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;

/** A service revision: the immutable record of what a deployment runs (DescribeServiceRevisions). */
public record RevisionLook(String arn) implements Question<LiveRevision> {}
