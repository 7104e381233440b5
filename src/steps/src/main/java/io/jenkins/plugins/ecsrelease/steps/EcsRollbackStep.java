package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.rollback.Rollback;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import io.jenkins.plugins.ecsrelease.steps.check.HealthCheck;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** Takes a service of Amazon ECS back to the last version that was good, without building anything. */
public final class EcsRollbackStep extends ReleaseStep {

    private final String cluster;
    private final String service;
    private String to;
    private String after;
    private String speed;
    private boolean force;
    private boolean acknowledgeSchema;
    private List<HealthCheck> checks;

    @DataBoundConstructor
    public EcsRollbackStep(String cluster, String service) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
        this.service = Util.fixEmptyAndTrim(service);
    }

    @Override
    protected Work<?> work(Build build) {
        RollbackOrder order = new RollbackOrder(build.release(), cluster, service, to, after, speed, force,
                acknowledgeSchema, checks == null ? List.of() : checks.stream().map(HealthCheck::check).toList(), getTimeoutMinutes());
        return Work.of(new Rollback(), order, "Roll back " + cluster + "/" + service)
                .labelled(Map.of("cluster", order.cluster(), "service", order.service()))
                .deploying(Deployment.back(order.cluster(), order.service(), !order.to().isEmpty()));
    }

    public String getCluster() {
        return cluster;
    }

    public String getService() {
        return service;
    }

    /** The task definition to go back to; the last good one by default. */
    public String getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(String to) {
        this.to = Util.fixEmptyAndTrim(to);
    }

    /** The task definition that is to be undone: another one now means that someone else deployed since. */
    public String getAfter() {
        return after;
    }

    @DataBoundSetter
    public void setAfter(String after) {
        this.after = Util.fixEmptyAndTrim(after);
    }

    /** fast or configured. */
    public String getSpeed() {
        return speed;
    }

    @DataBoundSetter
    public void setSpeed(String speed) {
        String word = Util.fixEmptyAndTrim(speed);
        this.speed = "fast".equals(word) ? null : word;
    }

    /** Whether to go back though someone else deployed since. */
    public boolean isForce() {
        return force;
    }

    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
    }

    /** Whether to go back over a migration that is not marked reversible. */
    public boolean isAcknowledgeSchema() {
        return acknowledgeSchema;
    }

    @DataBoundSetter
    public void setAcknowledgeSchema(boolean acknowledgeSchema) {
        this.acknowledgeSchema = acknowledgeSchema;
    }

    /** What says afterwards whether the service is well again. */
    public List<HealthCheck> getChecks() {
        return checks;
    }

    @DataBoundSetter
    public void setChecks(List<HealthCheck> checks) {
        this.checks = checks == null || checks.isEmpty() ? null : checks;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "ecsRollback";
        }

        @Override
        public String getDisplayName() {
            return Messages.EcsRollbackStep_DisplayName();
        }

        @POST
        public ListBoxModel doFillSpeedItems() {
            return Choices.of("fast", "configured");
        }
    }
}
