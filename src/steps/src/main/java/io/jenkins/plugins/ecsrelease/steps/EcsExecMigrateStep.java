package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.database.MigrationOperation;
import io.jenkins.plugins.ecsrelease.engine.database.MigrationOrder;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Runs a database migration once, in a task of its own that has the new image, and knows how it ended. */
public final class EcsExecMigrateStep extends ReleaseStep {

    private final String cluster;
    private final String service;
    private final String image;
    private final String command;
    private String container;
    private String migrationId;
    private String snapshot;
    private String database;
    private int snapshotMaxAgeMinutes;
    private String unprotected;
    private String resolved;
    private boolean retry;
    private String mode;
    private String unmasked;
    private String taskRoleArn;
    private boolean reversible;
    private int maxConnections;
    private int maxReplicaLagSeconds;

    @DataBoundConstructor
    public EcsExecMigrateStep(String cluster, String service, String image, String command) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
        this.service = Util.fixEmptyAndTrim(service);
        this.image = Util.fixEmptyAndTrim(image);
        this.command = Util.fixEmptyAndTrim(command);
    }

    @Override
    boolean isMigrating() {
        return true;
    }

    @Override
    protected Work<?> work(Build build) {
        MigrationOrder order = new MigrationOrder(cluster, service, image, container, command, migrationId, snapshot, database,
                snapshotMaxAgeMinutes, unprotected, resolved, retry, mode, taskRoleArn, reversible, maxConnections,
                maxReplicaLagSeconds, build.release(), unmasked, getTimeoutMinutes());
        return Work.of(new MigrationOperation(), order, "Migrate with " + order.cluster() + "/" + order.service())
                .labelled(Map.of("cluster", order.cluster(), "service", order.service(), "migration", order.migrationId()))
                .deploying(new Deployment(order.cluster(), order.service(), List.of(order.image()), false));
    }

    public String getCluster() {
        return cluster;
    }

    /** The service whose task definition, network and capacity the migration's task is made like. */
    public String getService() {
        return service;
    }

    /** The new image by its digest, as ecrBuildPush returns it. */
    public String getImage() {
        return image;
    }

    /** What migrates, for /bin/sh. */
    public String getCommand() {
        return command;
    }

    /** The container that migrates, where the task definition does not make it plain. */
    public String getContainer() {
        return container;
    }

    @DataBoundSetter
    public void setContainer(String container) {
        this.container = Util.fixEmptyAndTrim(container);
    }

    /** The migration runs once under this id; the image's digest by default. */
    public String getMigrationId() {
        return migrationId;
    }

    @DataBoundSetter
    public void setMigrationId(String migrationId) {
        this.migrationId = Util.fixEmptyAndTrim(migrationId);
    }

    /** The snapshot that protects it, as auroraSnapshot returns it in arn. */
    public String getSnapshot() {
        return snapshot;
    }

    @DataBoundSetter
    public void setSnapshot(String snapshot) {
        this.snapshot = Util.fixEmptyAndTrim(snapshot);
    }

    /** The cluster or instance that is migrated; the one the snapshot was taken of by default. */
    public String getDatabase() {
        return database;
    }

    @DataBoundSetter
    public void setDatabase(String database) {
        this.database = Util.fixEmptyAndTrim(database);
    }

    /** How old the snapshot may be; 0, the default, for 120. */
    public int getSnapshotMaxAgeMinutes() {
        return snapshotMaxAgeMinutes;
    }

    @DataBoundSetter
    public void setSnapshotMaxAgeMinutes(int snapshotMaxAgeMinutes) {
        this.snapshotMaxAgeMinutes = snapshotMaxAgeMinutes;
    }

    /** Why it may run without a snapshot; recorded. */
    public String getUnprotected() {
        return unprotected;
    }

    @DataBoundSetter
    public void setUnprotected(String unprotected) {
        this.unprotected = Util.fixEmptyAndTrim(unprotected);
    }

    /** What a person found out about a run whose end is unknown: ran or notRun. */
    public String getResolved() {
        return resolved;
    }

    @DataBoundSetter
    public void setResolved(String resolved) {
        this.resolved = Util.fixEmptyAndTrim(resolved);
    }

    /** Whether a run that ended with another code than 0 may be followed by one more. */
    public boolean isRetry() {
        return retry;
    }

    @DataBoundSetter
    public void setRetry(boolean retry) {
        this.retry = retry;
    }

    /** exec or task. */
    public String getMode() {
        return mode;
    }

    @DataBoundSetter
    public void setMode(String mode) {
        String word = Util.fixEmptyAndTrim(mode);
        this.mode = "exec".equals(word) ? null : word;
    }

    /** Why the output of a task's own command may stay as it is in the task's log; recorded. */
    public String getUnmasked() {
        return unmasked;
    }

    @DataBoundSetter
    public void setUnmasked(String unmasked) {
        this.unmasked = Util.fixEmptyAndTrim(unmasked);
    }

    /** A role for the task instead of the service's. */
    public String getTaskRoleArn() {
        return taskRoleArn;
    }

    @DataBoundSetter
    public void setTaskRoleArn(String taskRoleArn) {
        this.taskRoleArn = Util.fixEmptyAndTrim(taskRoleArn);
    }

    /** Whether older versions work on the migrated schema; for the record. */
    public boolean isReversible() {
        return reversible;
    }

    @DataBoundSetter
    public void setReversible(boolean reversible) {
        this.reversible = reversible;
    }

    /** Refuses when the database has more connections; 0, the default, for no limit. */
    public int getMaxConnections() {
        return maxConnections;
    }

    @DataBoundSetter
    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    /** Refuses when a replica is further behind; 0, the default, for no limit. */
    public int getMaxReplicaLagSeconds() {
        return maxReplicaLagSeconds;
    }

    @DataBoundSetter
    public void setMaxReplicaLagSeconds(int maxReplicaLagSeconds) {
        this.maxReplicaLagSeconds = maxReplicaLagSeconds;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "ecsExecMigrate";
        }

        @Override
        public String getDisplayName() {
            return Messages.EcsExecMigrateStep_DisplayName();
        }

        @POST
        public ListBoxModel doFillModeItems() {
            return Choices.of("exec", "task");
        }

        @POST
        public ListBoxModel doFillResolvedItems() {
            return Choices.of(Messages.EcsExecMigrateStep_Nothing(), "ran", "notRun");
        }

        @POST
        public FormValidation doCheckImage(@AncestorInPath Item item, @QueryParameter String value) {
            boolean may = item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
            String image = Util.fixEmptyAndTrim(value);
            return !may || image == null || image.contains("$") || image.matches("[^\\s@]+@sha256:[0-9a-f]{64}")
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.EcsExecMigrateStep_NoDigest());
        }
    }
}
