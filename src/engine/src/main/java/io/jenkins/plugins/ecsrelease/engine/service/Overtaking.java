package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.record.ReleaseRecord;
import io.jenkins.plugins.ecsrelease.engine.record.Tags;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An older build does not overtake a newer one of the same job: one that waited for a gate or for another deployment would
 * otherwise put its older image over a newer one. Told by the tags of what serves, so it also holds across controllers.
 */
public final class Overtaking {

    private Overtaking() {}

    /** A sentence when a newer build of the order's own job deployed what serves now. */
    public static Optional<String> by(BlueGreenOrder order, LiveTaskDefinition serving) {
        String build = order.labels().getOrDefault("build", "");
        int at = build.lastIndexOf('#');
        String there = ReleaseRecord.of(serving.tags()).labels().getOrDefault("build", "");
        String job = at < 0 ? "" : Tags.value(build.substring(0, at + 1));
        if (at < 0 || !there.startsWith(job)) {
            return Optional.empty();
        }
        OptionalLong ours = number(build.substring(at + 1));
        OptionalLong theirs = number(there.substring(job.length()));
        boolean newer = ours.isPresent() && theirs.isPresent() && theirs.getAsLong() > ours.getAsLong();
        return !newer ? Optional.empty() : Optional.of("The newer build #" + theirs.getAsLong() + " of this job has deployed "
                + Course.nameOf(serving.arn()) + ", and an older build does not overtake it. To deploy this build's image "
                + "all the same, rebuild or replay it.");
    }

    private static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
