package io.jenkins.plugins.ecsrelease.engine.database;

import java.util.Map;
import java.util.TreeMap;

/**
 * A snapshot that is asked for: of an Aurora cluster, or of a plain RDS instance.
 *
 * <p>The result of a snapshot that succeeded holds {@value #SNAPSHOT}, {@value #ARN}, {@value #DATABASE},
 * {@value #RESOURCE_ID}, {@value #CREATED_AT}, {@value #LATEST_RESTORABLE_TIME}, {@value #RESTORE_COMMAND},
 * {@value #ENCRYPTED}, {@value #ADOPTED} and {@value #SECONDS}.
 *
 * @param cluster identifier of the DB cluster; empty when {@code instance} is given
 * @param instance identifier of a DB instance that belongs to no cluster; empty when {@code cluster} is given
 * @param job who asks: together with {@code build} it names the snapshot, and alone it tells which ones {@code keep} may prune
 * @param build number of the build, or any word that tells runs of one job apart
 * @param suffix tells several snapshots of one build apart; empty for none
 * @param tags given to the snapshot besides our own
 * @param keep how many snapshots of this job and database stay, this one included; 0 prunes none
 * @param timeoutMinutes how long all of it may take, 1 to 2880
 */
public record SnapshotOrder(
        String cluster,
        String instance,
        String job,
        String build,
        String suffix,
        Map<String, String> tags,
        int keep,
        int timeoutMinutes) {

    /** Identifier of the snapshot. */
    public static final String SNAPSHOT = "snapshot";
    /** ARN of the snapshot: the token that a migration asks for. */
    public static final String ARN = "arn";
    /** Identifier of the cluster or instance. */
    public static final String DATABASE = "database";
    /** The id of the cluster or instance that stays its own when names change hands. */
    public static final String RESOURCE_ID = "resourceId";
    /** When AWS says that it was taken, as ISO 8601 in UTC. */
    public static final String CREATED_AT = "createdAt";
    /** The latest time the database could be restored to when the snapshot was asked for, as ISO 8601; empty without backups. */
    public static final String LATEST_RESTORABLE_TIME = "latestRestorableTime";
    /** AWS CLI commands that make a new database of it. */
    public static final String RESTORE_COMMAND = "restoreCommand";
    /** Whether AWS reports it as encrypted. */
    public static final String ENCRYPTED = "encrypted";
    /** Whether it was there already, made for this very build. */
    public static final String ADOPTED = "adopted";
    /** How long it took, in seconds. */
    public static final String SECONDS = "seconds";

    public SnapshotOrder {
        cluster = blankless(cluster);
        instance = blankless(instance);
        job = blankless(job);
        build = blankless(build);
        suffix = blankless(suffix);
        tags = tags == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(tags));
        if (cluster.isEmpty() == instance.isEmpty()) {
            throw new IllegalArgumentException(cluster.isEmpty()
                    ? "No database to snapshot: give 'cluster' (Aurora) or 'instance' (plain RDS)."
                    : "Give either 'cluster' or 'instance' to snapshot, not both: an Aurora snapshot is always of the cluster.");
        }
        if (job.isEmpty() || build.isEmpty()) {
            throw new IllegalArgumentException("A snapshot is named after its job and build; one of them is missing.");
        }
        if (keep < 0) {
            throw new IllegalArgumentException("'keep' is how many snapshots stay, 0 or more (0 prunes none); it was " + keep + ".");
        }
        if (timeoutMinutes == 0) {
            timeoutMinutes = 240;
        }
        if (timeoutMinutes < 1 || timeoutMinutes > 2880) {
            throw new IllegalArgumentException("'timeoutMinutes' must be 1 to 2880; it was " + timeoutMinutes + ".");
        }
        if (tags.size() > 40) {
            throw new IllegalArgumentException("At most 40 tags besides our own; there were " + tags.size() + ".");
        }
    }

    private static String blankless(String text) {
        return text == null ? "" : text.trim();
    }
}
