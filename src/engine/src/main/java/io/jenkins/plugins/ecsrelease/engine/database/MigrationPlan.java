package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.MigrationsLoader;
import io.jenkins.plugins.ecsrelease.engine.database.look.PastLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.ServiceStudy;
import io.jenkins.plugins.ecsrelease.engine.database.look.StartedLook;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

/**
 * What every phase of a migration carries along.
 *
 * @param begun when this build first looked
 * @param container the one that gets the new image
 * @param attempt from 1; every attempt has a task of its own
 * @param snapshot ARN of the snapshot that protects it; empty when unprotected
 * @param taskDefinition ARN of the registered one; empty before that
 * @param guest whether another build runs it, and this one only watches
 */
record MigrationPlan(
        MigrationOrder order,
        Instant begun,
        ServiceStudy.Seen study,
        String container,
        int attempt,
        String snapshot,
        String taskDefinition,
        boolean guest) {

    static final String PROGRAM = "migration";

    MigrationPlan attempt(int number) {
        return new MigrationPlan(order, begun, study, container, number, snapshot, taskDefinition, guest);
    }

    MigrationPlan protectedBy(String arn) {
        return new MigrationPlan(order, begun, study, container, attempt, arn, taskDefinition, guest);
    }

    MigrationPlan registered(String arn) {
        return new MigrationPlan(order, begun, study, container, attempt, snapshot, arn, guest);
    }

    MigrationPlan watching(PastLook.Run run) {
        return new MigrationPlan(order, begun, study, container, run.attempt(), snapshot, run.taskDefinition(), true);
    }

    String family() {
        return study.family() + MigrationsLoader.SUFFIX;
    }

    /** The name of the cluster, however it was given. */
    String cluster() {
        return order.cluster().substring(order.cluster().lastIndexOf('/') + 1);
    }

    /** What a claim to it is called: account and region, cluster and id. */
    String claim() {
        String definition = study.taskDefinition();
        return "migration:" + definition.substring(0, definition.indexOf(":task-definition/") + 1) + "cluster/" + cluster() + ":"
                + order.migrationId();
    }

    /** Which run of which job this is; part of what AWS remembers. */
    String owner() {
        return SnapshotName.tagValue(order.startedBy().isEmpty() ? "unnamed" : order.startedBy());
    }

    PastLook past() {
        return new PastLook(family(), cluster(), order.migrationId());
    }

    /** One attempt at one migration in one cluster: the same name wherever it is asked for, at most 128 characters. */
    private String key() {
        return SnapshotName.digest(cluster() + "\n" + family() + "\n" + order.migrationId() + "\n" + attempt, 48);
    }

    String clientToken() {
        return "migrate-" + key();
    }

    String startedBy() {
        return "ecs-release-migrate/" + key().substring(0, 24);
    }

    StartedLook started() {
        return new StartedLook(order.cluster(), startedBy());
    }

    Detached.Place.Container place(String task) {
        return new Detached.Place.Container(order.cluster(), task, container);
    }

    /** What its output must not show: it has the service's secrets in its environment. */
    Detached.Hidden hidden() {
        return Detached.Hidden.NOTHING.and(study.container(container).map(one -> Set.copyOf(one.hidden())).orElse(Set.of()));
    }

    boolean throughExec() {
        return order.mode().equals("exec");
    }

    /** Whether the command that is the task's own is run by a shell that masks what it writes. */
    boolean wrapped() {
        return !throughExec() && order.unmasked().isEmpty() && !hidden().isEmpty();
    }

    /** What is masked, or is not, for people; empty where there is nothing to tell. */
    String masking() {
        if (throughExec() || hidden().isEmpty()) {
            return "";
        }
        String names = String.join(", ", new TreeSet<>(hidden().variables()));
        return wrapped()
                ? "A shell in the migration's container masks what it writes of " + names + "."
                : "Warning: what the migration writes of " + names + " is not masked in its container, and stands in the task's log as it "
                        + "is (unmasked: " + order.unmasked() + ").";
    }
}
