package io.jenkins.plugins.ecsrelease.engine.database;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What every phase after the first look knows.
 *
 * @param database as it stood when the snapshot was asked for
 * @param begun when this build first looked
 * @param adopted whether the snapshot was there before this operation made its call
 */
public record SnapshotCourse(SnapshotOrder order, DatabaseLook.Seen database, Instant begun, boolean adopted) {

    static final String JOB = "ecs-release:job";
    static final String JOB_KEY = "ecs-release:job-key";
    static final String BUILD = "ecs-release:build";
    static final String RESOURCE = "ecs-release:resource-id";

    static Kind kind(SnapshotOrder order) {
        return order.cluster().isEmpty() ? Kind.INSTANCE : Kind.CLUSTER;
    }

    static String identifier(SnapshotOrder order) {
        return order.cluster().isEmpty() ? order.instance() : order.cluster();
    }

    static SnapshotLook look(SnapshotOrder order) {
        return new SnapshotLook(kind(order), SnapshotName.of(order));
    }

    static String named(SnapshotOrder order) {
        return kind(order).named(identifier(order));
    }

    @JsonIgnore
    Instant deadline() {
        return begun.plus(Duration.ofMinutes(order.timeoutMinutes()));
    }

    SnapshotCourse adopting() {
        return new SnapshotCourse(order, database, begun, true);
    }

    Map<String, String> tags() {
        Map<String, String> tags = new LinkedHashMap<>();
        order.tags().forEach((key, value) -> tags.put(key, SnapshotName.tagValue(value)));
        tags.put(JOB, SnapshotName.tagValue(order.job()));
        tags.put(JOB_KEY, SnapshotName.jobKey(order.job()));
        tags.put(BUILD, SnapshotName.tagValue(order.build()));
        tags.put(RESOURCE, database.resourceId());
        return tags;
    }

    /** Whether a snapshot of our name was taken for this very job, build and database. */
    static boolean own(SnapshotOrder order, DatabaseLook.Seen database, SnapshotLook.Seen snapshot) {
        return SnapshotName.jobKey(order.job()).equals(snapshot.tags().get(JOB_KEY))
                && SnapshotName.tagValue(order.build()).equals(snapshot.tags().get(BUILD))
                && database.resourceId().equals(snapshot.tags().get(RESOURCE));
    }

    Map<String, Object> result(SnapshotLook.Seen snapshot, Instant now) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(SnapshotOrder.SNAPSHOT, snapshot.identifier());
        result.put(SnapshotOrder.ARN, snapshot.arn());
        result.put(SnapshotOrder.DATABASE, identifier(order));
        result.put(SnapshotOrder.RESOURCE_ID, database.resourceId());
        result.put(SnapshotOrder.CREATED_AT, snapshot.createdAt() == null ? "" : snapshot.createdAt().toString());
        result.put(
                SnapshotOrder.LATEST_RESTORABLE_TIME,
                database.latestRestorableTime() == null ? "" : database.latestRestorableTime().toString());
        result.put(SnapshotOrder.RESTORE_COMMAND, Restore.commands(this, snapshot));
        result.put(SnapshotOrder.ENCRYPTED, snapshot.encrypted());
        result.put(SnapshotOrder.ADOPTED, adopted);
        result.put(SnapshotOrder.SECONDS, Duration.between(begun, now).toSeconds());
        return result;
    }
}
