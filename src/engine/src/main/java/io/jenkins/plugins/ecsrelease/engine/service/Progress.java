package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Scope;
import io.jenkins.plugins.ecsrelease.engine.service.look.Targets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What was last seen of the pinned deployment.
 *
 * @param stageSince when the stage was first seen; null before any
 * @param revision ARN of the target revision; empty until known
 * @param groups the new version's own target groups; empty until ECS has resolved them
 * @param upSince when its tasks began to come up, and then when its first target was seen; null before
 * @param registered whether a target was seen
 * @param share percent of production traffic on the new version; negative when not known
 * @param wide whether the coming turn also reads targets and routes
 * @param wideAt when they were read last; null before
 * @param text where it stands, for people
 * @param heldSince while a hook waits for a decision; null otherwise
 * @param testSince when test traffic was first seen to reach the new version; null before
 * @param trafficSince when production traffic was first seen to reach it; null before
 * @param decided hooks that were answered by us
 * @param sick targets that were seen unhealthy, with the reason; they are gone when it is asked why
 * @param told causes that were told already
 */
public record Progress(
        String status,
        String stage,
        Instant stageSince,
        String revision,
        List<String> groups,
        Instant upSince,
        boolean registered,
        double share,
        boolean wide,
        Instant wideAt,
        String text,
        Instant heldSince,
        Instant testSince,
        Instant trafficSince,
        List<String> decided,
        List<Targets.Target> sick,
        List<String> told) {

    /** Stages in which the new version comes up and has no production traffic yet. */
    private static final Set<String> RISING = Set.of("", "RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP");

    static final Progress NONE = new Progress("", "", null, "", List.of(), null, false, -1, false, null,
            "waiting for ECS to begin", null, null, null, List.of(), List.of(), List.of());

    public Progress {
        groups = List.copyOf(groups);
        decided = List.copyOf(decided);
        sick = List.copyOf(sick);
        told = List.copyOf(told);
    }

    boolean rising() {
        return RISING.contains(stage);
    }

    Scope scope(Course course) {
        return new Scope(course.cluster(), course.service(), course.taskDefinition(), course.previous(), groups,
                course.setup().besides(groups), course.setup().productionRules(), course.startedAt(), upSince, testSince, trafficSince);
    }

    Progress decided(String hook) {
        List<String> all = new ArrayList<>(decided);
        all.add(hook);
        return new Progress(status, stage, stageSince, revision, groups, upSince, registered, share, wide, wideAt, text,
                heldSince, testSince, trafficSince, all, sick, told);
    }

    Progress widely(boolean next) {
        return new Progress(status, stage, stageSince, revision, groups, upSince, registered, share, next, wideAt, text,
                heldSince, testSince, trafficSince, decided, sick, told);
    }

    Progress told(List<String> causes) {
        return new Progress(status, stage, stageSince, revision, groups, upSince, registered, share, wide, wideAt, text,
                heldSince, testSince, trafficSince, decided, sick, causes);
    }
}
