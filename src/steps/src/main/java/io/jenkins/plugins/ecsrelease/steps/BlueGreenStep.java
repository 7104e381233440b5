package io.jenkins.plugins.ecsrelease.steps;

import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.image.Requiring;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreen;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import io.jenkins.plugins.ecsrelease.steps.check.HealthCheck;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/**
 * Deploys a service of Amazon ECS with a new image, and succeeds only when that image serves. Jenkins calls a step either
 * always or never with a block, so the deployment that is held while a block decides is a step of its own.
 */
public abstract class BlueGreenStep extends ReleaseStep {

    private final String cluster;
    private final String service;
    private String image;
    private String container;
    private List<ContainerImage> containers;
    private String strategy;
    private boolean plan;
    private List<HealthCheck> checks;
    private String onFailure;
    private String onAbort;
    private String onConflict;
    private String onInconclusive;
    private String require;
    private String migration;
    private boolean migrationReversible;

    BlueGreenStep(String cluster, String service) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
        this.service = Util.fixEmptyAndTrim(service);
    }

    @Override
    protected final Work<?> work(Build build) {
        BlueGreenOrder order = order(build);
        return new Work<>(new BlueGreen(), order, (order.plan() ? "Plan " : "Deploy ") + cluster + "/" + service,
                Map.of("cluster", order.cluster(), "service", order.service()), Optional.empty())
                .deploying(new Deployment(order.cluster(), order.service(), List.copyOf(order.images().values()), order.plan()));
    }

    /** The order without a hold, as the parameters say. */
    BlueGreenOrder order(Build build) {
        return new BlueGreenOrder(build.release(), cluster, service, images(), strategy, plan, "", 0,
                judgedBy().stream().map(HealthCheck::check).toList(), onFailure,
                onAbort, onConflict, onInconclusive, getTimeoutMinutes(), labels(build),
                Requiring.words(require));
    }

    /** Its own checks or, where it names none, those of its environment. */
    private List<HealthCheck> judgedBy() {
        return checks != null ? checks : Acting.environment(this).map(ReleaseEnvironment::getChecks).orElse(List.of());
    }

    private Map<String, String> images() {
        Map<String, String> images = new LinkedHashMap<>();
        if (image != null) {
            images.put(container == null ? "" : container, image);
        }
        if (containers != null) {
            for (ContainerImage each : containers) {
                if (each.getContainer() == null) {
                    throw new IllegalArgumentException("One of 'containers' does not say which container it means: "
                            + "containerImage(container: 'web', image: …).");
                }
                if (images.putIfAbsent(each.getContainer(), each.getImage() == null ? "" : each.getImage()) != null) {
                    throw new IllegalArgumentException("The container '" + each.getContainer() + "' is given two images.");
                }
            }
        }
        return images;
    }

    private Map<String, String> labels(Build build) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("build", build.run().getExternalizableId());
        labels.put("environment", getEnvironment() == null ? "" : getEnvironment());
        labels.put("commit", build.variables().getOrDefault("GIT_COMMIT", ""));
        labels.put("migration", migration == null ? "" : migration);
        labels.put("migration-reversible", migration != null && migrationReversible ? "true" : "");
        return labels;
    }

    public String getCluster() {
        return cluster;
    }

    public String getService() {
        return service;
    }

    /** The image by its digest, as ecrBuildPush returns it. */
    public String getImage() {
        return image;
    }

    @DataBoundSetter
    public void setImage(String image) {
        this.image = Util.fixEmptyAndTrim(image);
    }

    /** The container that gets the image, where the task definition does not make it plain. */
    public String getContainer() {
        return container;
    }

    @DataBoundSetter
    public void setContainer(String container) {
        this.container = Util.fixEmptyAndTrim(container);
    }

    /** Images of several containers. */
    public List<ContainerImage> getContainers() {
        return containers;
    }

    @DataBoundSetter
    public void setContainers(List<ContainerImage> containers) {
        this.containers = containers == null || containers.isEmpty() ? null : containers;
    }

    /** BLUE_GREEN, CANARY, LINEAR or ROLLING; as the service is set up by default. */
    public String getStrategy() {
        return strategy;
    }

    @DataBoundSetter
    public void setStrategy(String strategy) {
        this.strategy = Util.fixEmptyAndTrim(strategy);
    }

    /** Whether to look and report only. */
    public boolean isPlan() {
        return plan;
    }

    @DataBoundSetter
    public void setPlan(boolean plan) {
        this.plan = plan;
    }

    /** What decides whether the release stays. */
    public List<HealthCheck> getChecks() {
        return checks;
    }

    @DataBoundSetter
    public void setChecks(List<HealthCheck> checks) {
        this.checks = checks == null || checks.isEmpty() ? null : checks;
    }

    /** rollback or leave. */
    public String getOnFailure() {
        return onFailure;
    }

    @DataBoundSetter
    public void setOnFailure(String onFailure) {
        this.onFailure = orDefault(onFailure, "rollback");
    }

    /** rollback or leave. */
    public String getOnAbort() {
        return onAbort;
    }

    @DataBoundSetter
    public void setOnAbort(String onAbort) {
        this.onAbort = orDefault(onAbort, "rollback");
    }

    /** fail or wait. */
    public String getOnConflict() {
        return onConflict;
    }

    @DataBoundSetter
    public void setOnConflict(String onConflict) {
        this.onConflict = orDefault(onConflict, "fail");
    }

    /** rollback or accept. */
    public String getOnInconclusive() {
        return onInconclusive;
    }

    @DataBoundSetter
    public void setOnInconclusive(String onInconclusive) {
        this.onInconclusive = orDefault(onInconclusive, "rollback");
    }

    /** signature, sbom, or both with a comma between: what each image must have before anything is changed. */
    public String getRequire() {
        return require;
    }

    @DataBoundSetter
    public void setRequire(String require) {
        this.require = Util.fixEmptyAndTrim(require);
    }

    /** The migration that ran for this version, as ecsExecMigrate names it: a rollback over it is then asked about. */
    public String getMigration() {
        return migration;
    }

    @DataBoundSetter
    public void setMigration(String migration) {
        this.migration = Util.fixEmptyAndTrim(migration);
    }

    /** Whether older versions work on the migrated schema. */
    public boolean isMigrationReversible() {
        return migrationReversible;
    }

    @DataBoundSetter
    public void setMigrationReversible(boolean migrationReversible) {
        this.migrationReversible = migrationReversible;
    }

    /** A default vanishes: the generated call then does not name it. */
    private static String orDefault(String value, String word) {
        String text = Util.fixEmptyAndTrim(value);
        return word.equals(text) ? null : text;
    }

    /** The choices of its form. */
    abstract static class FormDescriptor extends ReleaseStepDescriptor {

        @POST
        public ListBoxModel doFillStrategyItems() {
            return Choices.of(Messages.EcsBlueGreenStep_AsSetUp(), "BLUE_GREEN", "CANARY", "LINEAR", "ROLLING");
        }

        @POST
        public ListBoxModel doFillOnFailureItems() {
            return Choices.of("rollback", "leave");
        }

        @POST
        public ListBoxModel doFillOnAbortItems() {
            return Choices.of("rollback", "leave");
        }

        @POST
        public ListBoxModel doFillOnConflictItems() {
            return Choices.of("fail", "wait");
        }

        @POST
        public ListBoxModel doFillOnInconclusiveItems() {
            return Choices.of("rollback", "accept");
        }
    }
}
