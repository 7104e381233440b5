package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Alarm;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** An alarm of CloudWatch. */
public final class AlarmCheck extends HealthCheck {

    private final String name;

    @DataBoundConstructor
    public AlarmCheck(String name) {
        this.name = Util.fixEmptyAndTrim(name);
    }

    @Override
    public Check check() {
        return new Alarm(name, limits());
    }

    public String getName() {
        return name;
    }

    @Extension
    @Symbol("alarm")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.AlarmCheck_DisplayName();
        }
    }
}
