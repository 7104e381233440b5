package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;

/**
 * Task definitions of a family that are newer than a revision, the newest first, at most 25 (ListTaskDefinitions,
 * DescribeTaskDefinition).
 */
public record RevisionsLook(String family, int after) implements Question<RevisionsLook.Revisions> {

    public record Revisions(List<LiveTaskDefinition> newest) {}
}
