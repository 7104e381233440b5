package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOperation;
import io.jenkins.plugins.ecsrelease.engine.database.SnapshotOrder;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Takes a snapshot of an Aurora cluster or a plain RDS instance, named after the build, and waits until it is available. */
public final class AuroraSnapshotStep extends ReleaseStep {

    private String cluster;
    private String instance;
    private String suffix;
    private int keep;

    @DataBoundConstructor
    public AuroraSnapshotStep() {}

    @Override
    boolean isMigrating() {
        return true;
    }

    @Override
    protected Work<?> work(Build build) {
        String id = build.run().getExternalizableId();
        int number = id.lastIndexOf('#');
        String commit = build.variables().getOrDefault("GIT_COMMIT", "");
        SnapshotOrder order = new SnapshotOrder(cluster, instance, id.substring(0, number), id.substring(number + 1), suffix,
                commit.isEmpty() ? Map.of() : Map.of("ecs-release:commit", commit), keep, getTimeoutMinutes());
        return Work.of(new SnapshotOperation(), order, "Snapshot " + (cluster == null ? instance : cluster));
    }

    /** The identifier of the Aurora (or Multi-AZ) DB cluster. */
    public String getCluster() {
        return cluster;
    }

    @DataBoundSetter
    public void setCluster(String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

    /** The identifier of a DB instance that belongs to no cluster, instead of a cluster. */
    public String getInstance() {
        return instance;
    }

    @DataBoundSetter
    public void setInstance(String instance) {
        this.instance = Util.fixEmptyAndTrim(instance);
    }

    /** Tells several snapshots that one build takes of one database apart. */
    public String getSuffix() {
        return suffix;
    }

    @DataBoundSetter
    public void setSuffix(String suffix) {
        this.suffix = Util.fixEmptyAndTrim(suffix);
    }

    /** How many snapshots of this job and database stay; 0, the default, for all. */
    public int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = keep;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "auroraSnapshot";
        }

        @Override
        public String getDisplayName() {
            return Messages.AuroraSnapshotStep_DisplayName();
        }

        @Override
        protected List<String> tellingArguments() {
            return List.of("cluster", "instance");
        }

        @POST
        public FormValidation doCheckKeep(@AncestorInPath Item item, @QueryParameter String value) {
            boolean may = item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
            return may && Util.fixEmptyAndTrim(value) != null ? FormValidation.validateNonNegativeInteger(value) : FormValidation.ok();
        }
    }
}
