package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The targets of the new version's own target group. */
public final class TargetHealthCheck extends HealthCheck {

    private int atLeast = 100;
    private int within = 300;

    @DataBoundConstructor
    public TargetHealthCheck() {}

    @Override
    public Check check() {
        return new TargetHealth(atLeast, within, limits());
    }

    /** Percent of the targets that must be healthy. */
    public int getAtLeast() {
        return atLeast;
    }

    @DataBoundSetter
    public void setAtLeast(int atLeast) {
        this.atLeast = atLeast;
    }

    /** Seconds before which unhealthy targets do not count. */
    public int getWithin() {
        return within;
    }

    @DataBoundSetter
    public void setWithin(int within) {
        this.within = within;
    }

    @Extension
    @Symbol("targetHealth")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.TargetHealthCheck_DisplayName();
        }
    }
}
