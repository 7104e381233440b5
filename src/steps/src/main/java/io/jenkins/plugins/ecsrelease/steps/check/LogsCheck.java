package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Extension;
import hudson.Util;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Logs;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** A pattern that must not occur more than so often in the logs of the new version's tasks. */
public final class LogsCheck extends HealthCheck {

    private final String group;
    private final String pattern;
    private int atMost;

    @DataBoundConstructor
    public LogsCheck(String group, String pattern) {
        this.group = Util.fixEmptyAndTrim(group);
        this.pattern = Util.fixEmptyAndTrim(pattern);
    }

    @Override
    public Check check() {
        return new Logs(group, pattern, atMost, limits());
    }

    public String getGroup() {
        return group;
    }

    public String getPattern() {
        return pattern;
    }

    /** Matches a minute that are borne. */
    public int getAtMost() {
        return atMost;
    }

    @DataBoundSetter
    public void setAtMost(int atMost) {
        this.atMost = atMost;
    }

    @Extension
    @Symbol("logs")
    public static final class DescriptorImpl extends HealthCheckDescriptor {
        @Override
        public String getDisplayName() {
            return Messages.LogsCheck_DisplayName();
        }
    }
}
