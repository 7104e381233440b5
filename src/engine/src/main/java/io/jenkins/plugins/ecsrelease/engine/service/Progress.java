package io.jenkins.plugins.ecsrelease.engine.service;

import java.time.Instant;
import java.util.List;

/**
 * What was last seen of the pinned deployment.
 *
 * @param stageSince when the stage was first seen; null before any
 * @param revision ARN of the target revision; empty until known
 * @param groups the new version's own target groups; empty until ECS has resolved them
 * @param upSince when its first target was seen; null before
 * @param share percent of production traffic on the new version; negative when not known
 * @param wide whether the coming turn also reads targets and routes
 * @param wideAt when they were read last; null before
 * @param text where it stands, for people
 * @param heldSince while a hook waits for a decision; null otherwise
 * @param decided hooks that were answered by us
 */
public record Progress(
        String status,
        String stage,
        Instant stageSince,
        String revision,
        List<String> groups,
        Instant upSince,
        double share,
        boolean wide,
        Instant wideAt,
        String text,
        Instant heldSince,
        List<String> decided) {

    static final Progress NONE = new Progress(
            "", "", null, "", List.of(), null, -1, false, null, "waiting for ECS to begin", null, List.of());

    public Progress {
        groups = List.copyOf(groups);
        decided = List.copyOf(decided);
    }

    Progress decided(String hook) {
        List<String> all = new java.util.ArrayList<>(decided);
        all.add(hook);
        return new Progress(status, stage, stageSince, revision, groups, upSince, share, wide, wideAt, text, heldSince, all);
    }

    Progress widely(boolean next) {
        return new Progress(status, stage, stageSince, revision, groups, upSince, share, next, wideAt, text, heldSince, decided);
    }
}
