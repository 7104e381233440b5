package io.jenkins.plugins.ecsrelease.engine.database;

import java.util.regex.Pattern;

/**
 * A database migration that is asked for: a command in a task of its own that runs the new image.
 *
 * <p>The result holds {@value #EXIT_CODE}, {@value #TASK}, {@value #TASK_DEFINITION}, {@value #MIGRATION_ID},
 * {@value #SECONDS}, {@value #LOG_TAIL}, {@value #ALREADY_RUN}, {@value #SNAPSHOT} and {@value #REVERSIBLE}.
 *
 * @param cluster name or ARN of the ECS cluster
 * @param service the service whose task definition, network and capacity the migration's task is made like
 * @param image the new image by digest: {@code repository@sha256:…}
 * @param container the container of the task definition that gets the image and runs the command; empty for the only
 *     one, or the one that the load balancer points at
 * @param command a script for {@code /bin/sh}, 1 to 3,000 characters; no secret in it
 * @param migrationId runs once under this id; empty for the image's digest
 * @param snapshot ARN or identifier of the snapshot that protects it; empty only when {@code unprotected} says why
 * @param database the cluster or instance that is migrated; empty for the one the snapshot was taken of
 * @param snapshotMaxAgeMinutes how old the snapshot may be, 1 to 10,080
 * @param unprotected why it may run without a snapshot; recorded; empty for not at all
 * @param resolved what a person found out about a run whose end is unknown: "ran" or "notRun"; empty for nothing
 * @param retry whether a run that ended with another code than 0 may be followed by one more
 * @param mode "exec" (through ECS Exec, the default) or "task" (the command is the task's own)
 * @param taskRoleArn a role for the task instead of the service's; empty for the service's
 * @param reversible whether the release can go back to the version before without undoing the migration; for the record
 * @param maxConnections refuses when the database has more connections than this; 0 for no limit
 * @param maxReplicaLagSeconds refuses when a replica is further behind than this; 0 for no limit
 * @param startedBy job and build, for people who look at the task
 * @param unmasked why the output of a task's own command may stay as it is in the task's log; recorded; empty for not at all
 * @param timeoutMinutes how long the command may run, 1 to 2,880; the task ends by itself a little later
 */
public record MigrationOrder(
        String cluster,
        String service,
        String image,
        String container,
        String command,
        String migrationId,
        String snapshot,
        String database,
        int snapshotMaxAgeMinutes,
        String unprotected,
        String resolved,
        boolean retry,
        String mode,
        String taskRoleArn,
        boolean reversible,
        int maxConnections,
        int maxReplicaLagSeconds,
        String startedBy,
        String unmasked,
        int timeoutMinutes) {

    /** The command's true exit code. */
    public static final String EXIT_CODE = "exitCode";
    /** ARN of the task it ran in. */
    public static final String TASK = "task";
    /** ARN of the task definition that was registered for it, which also carries its outcome as tags. */
    public static final String TASK_DEFINITION = "taskDefinition";
    /** The id under which it runs once. */
    public static final String MIGRATION_ID = "migrationId";
    /** How long the command ran, in seconds. */
    public static final String SECONDS = "seconds";
    /** The last lines of its output, at most 4,096 bytes. */
    public static final String LOG_TAIL = "logTail";
    /** Whether an earlier run under the same id had ended with 0, so that nothing was run now. */
    public static final String ALREADY_RUN = "alreadyRun";
    /** ARN of the snapshot that protects it, or empty. */
    public static final String SNAPSHOT = "snapshot";
    /** As ordered. */
    public static final String REVERSIBLE = "reversible";

    private static final Pattern DIGEST = Pattern.compile("[^\\s@]+@sha256:[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:/@+=-]{1,128}");

    public MigrationOrder {
        cluster = blankless(cluster);
        service = blankless(service);
        image = blankless(image);
        container = blankless(container);
        command = command == null ? "" : command.strip();
        migrationId = blankless(migrationId);
        snapshot = blankless(snapshot);
        database = blankless(database);
        unprotected = blankless(unprotected);
        resolved = blankless(resolved);
        mode = blankless(mode).isEmpty() ? "exec" : blankless(mode);
        taskRoleArn = blankless(taskRoleArn);
        startedBy = blankless(startedBy);
        unmasked = blankless(unmasked);
        snapshotMaxAgeMinutes = snapshotMaxAgeMinutes == 0 ? 120 : snapshotMaxAgeMinutes;
        timeoutMinutes = timeoutMinutes == 0 ? 60 : timeoutMinutes;
        require(!cluster.isEmpty(), "No ECS cluster: give 'cluster'.");
        require(!service.isEmpty(), "No ECS service: give 'service', whose task definition the migration is made like.");
        require(DIGEST.matcher(image).matches(), "The migration's image must be given by digest (repository@sha256:…), as "
                + "ecrBuildPush and ecrPromote return it in 'image'; it was '" + image + "'.");
        require(!command.isEmpty(), "No command: give 'command', such as command: 'bin/migrate'.");
        require(command.length() <= 3000, "'command' may have 3,000 characters, this one has " + command.length()
                + ": put the script into the image and give its path.");
        if (migrationId.isEmpty()) {
            migrationId = image.substring(image.indexOf('@') + 1);
        }
        require(ID.matcher(migrationId).matches(), "'migrationId' is 1 to 128 letters, digits and . _ : / @ + = -; it was '"
                + migrationId + "'.");
        require(snapshot.isEmpty() != unprotected.isEmpty(), snapshot.isEmpty()
                ? "A migration needs the snapshot that protects it: give snapshot: auroraSnapshot(…).arn, or say why it "
                        + "may do without in unprotected: 'reason'."
                : "Both 'snapshot' and 'unprotected' are given; say one of them.");
        require(snapshotMaxAgeMinutes >= 1 && snapshotMaxAgeMinutes <= 10_080,
                "'snapshotMaxAgeMinutes' must be 1 to 10080; it was " + snapshotMaxAgeMinutes + ".");
        require(resolved.isEmpty() || resolved.equals("ran") || resolved.equals("notRun"),
                "'resolved' says what a person found out: 'ran' or 'notRun'; it was '" + resolved + "'.");
        require(mode.equals("exec") || mode.equals("task"), "'mode' is 'exec' or 'task'; it was '" + mode + "'.");
        require(unmasked.isEmpty() || mode.equals("task"), "'unmasked' is for mode: 'task' alone: through ECS Exec there is always a "
                + "shell, in which the output is masked.");
        require(maxConnections >= 0 && maxReplicaLagSeconds >= 0, "Limits are 0 (none) or more.");
        require(timeoutMinutes >= 1 && timeoutMinutes <= 2880, "'timeoutMinutes' must be 1 to 2880; it was " + timeoutMinutes + ".");
    }

    private static void require(boolean held, String sentence) {
        if (!held) {
            throw new IllegalArgumentException(sentence);
        }
    }

    private static String blankless(String text) {
        return text == null ? "" : text.trim();
    }
}
