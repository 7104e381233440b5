package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import io.jenkins.plugins.ecsrelease.steps.environment.Deployment;
import java.util.List;

/** A step written as its base class says. */
public final class ProbeStep extends ReleaseStep {

    static final String DIGEST = "sha256:" + "a".repeat(64);

    private final Probe.Order order;
    private boolean deploys;
    private boolean plan;
    private Deployment back;

    ProbeStep(String verdict, String waits, boolean holds) {
        this.order = new Probe.Order(verdict, waits, holds);
        setRegion("eu-central-1");
        setCredentialsId("deployer");
    }

    static ProbeStep ending(String verdict) {
        return new ProbeStep(verdict, "", false);
    }

    ProbeStep deploying(boolean planOnly) {
        deploys = true;
        plan = planOnly;
        return this;
    }

    ProbeStep rollingBack(boolean named) {
        back = Deployment.back("shop", "web", named);
        return this;
    }

    @Override
    protected Work<?> work(Build build) {
        if (order.verdict().isEmpty()) {
            throw new IllegalArgumentException("No verdict: give one.");
        }
        Work<Probe.Order> work = Work.of(new Probe(), order, "Probe the end");
        if (back != null) {
            return work.deploying(back);
        }
        return deploys ? work.deploying(new Deployment("shop", "web", List.of("repo@" + DIGEST), plan)) : work;
    }

    @Extension
    public static final class DescriptorImpl extends ReleaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "probe";
        }
    }
}
