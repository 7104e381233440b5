package io.jenkins.plugins.ecsrelease.engine.rollback;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.util.List;

/**
 * What a rollback is asked to do.
 *
 * @param release a name for this rollback that no other run of the step has; written to AWS as a tag
 * @param cluster name or ARN of the cluster
 * @param service name or ARN of the service
 * @param to ARN, or family and revision, of the task definition to go back to; empty for the last version that was good
 * @param after ARN of the task definition that the release to undo had put in place; empty when not known. Another one
 *     running now means that someone else deployed since
 * @param speed "fast": without pauses, steps, bake, hooks and alarms, the service's own configuration put back
 *     afterwards; "configured": as the service is set up
 * @param force goes on though someone else deployed since
 * @param acknowledgeSchema goes on though a migration that is not marked reversible ran in between
 * @param checks that say afterwards whether the service is well again; they never stop a rollback
 * @param timeoutMinutes 0 for an hour (and the strategy's own waits when "configured"), else 1 to 43200
 */
public record RollbackOrder(
        String release,
        String cluster,
        String service,
        String to,
        String after,
        String speed,
        boolean force,
        boolean acknowledgeSchema,
        List<Check> checks,
        int timeoutMinutes) {

    public RollbackOrder {
        release = Wanted.text("release", release, "shop/main#42");
        cluster = Wanted.text("cluster", cluster, "shop");
        service = Wanted.text("service", service, "shop-web");
        to = Wanted.orEmpty(to);
        after = Wanted.orEmpty(after);
        speed = Wanted.oneOf("speed", speed, "fast", "configured");
        checks = checks == null ? List.of() : List.copyOf(checks);
        timeoutMinutes = Wanted.number("timeoutMinutes", timeoutMinutes, 0, 43200);
    }

    /** A rollback to the last good version with every default. */
    public static RollbackOrder of(String release, String cluster, String service) {
        return new RollbackOrder(release, cluster, service, "", "", "", false, false, List.of(), 0);
    }

    public RollbackOrder to(String taskDefinition) {
        return new RollbackOrder(
                release, cluster, service, taskDefinition, after, speed, force, acknowledgeSchema, checks, timeoutMinutes);
    }

    public RollbackOrder undoing(String taskDefinition) {
        return new RollbackOrder(
                release, cluster, service, to, taskDefinition, speed, force, acknowledgeSchema, checks, timeoutMinutes);
    }

    public RollbackOrder forced() {
        return new RollbackOrder(
                release, cluster, service, to, after, speed, true, acknowledgeSchema, checks, timeoutMinutes);
    }

    public RollbackOrder acknowledged() {
        return new RollbackOrder(release, cluster, service, to, after, speed, force, true, checks, timeoutMinutes);
    }

    public RollbackOrder checkedBy(List<Check> others) {
        return new RollbackOrder(release, cluster, service, to, after, speed, force, acknowledgeSchema, others, timeoutMinutes);
    }
}
