package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.ReplicaLag;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** How far the replicas of a database are behind. */
public final class ReplicaLagCheck extends DatabaseCheck {

    @DataBoundConstructor
    public ReplicaLagCheck() {}

    @Override
    public Check check() {
        return new ReplicaLag(database(""), getBelow(), limits());
    }

    @Extension
    @Symbol("replicaLag")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.ReplicaLagCheck_DisplayName();
        }
    }
}
