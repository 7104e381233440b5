package io.jenkins.plugins.ecsrelease.steps.check;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Limits;
import org.kohsuke.stapler.DataBoundSetter;

/** Something that is looked at while a new version takes over; the engine's {@link Check} with Jenkins' form. */
public abstract class HealthCheck extends AbstractDescribableImpl<HealthCheck> {

    private int interval;
    private int failureLimit;
    private boolean consecutive;
    private int minimumSamples;
    private String noData;
    private boolean dryRun;

    /**
     * What the engine judges.
     *
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public abstract Check check();

    final Limits limits() {
        return new Limits(interval, failureLimit, consecutive, minimumSamples, noData, dryRun);
    }

    /** Seconds between two looks; 0 for 60. */
    public final int getInterval() {
        return interval;
    }

    @DataBoundSetter
    public final void setInterval(int interval) {
        this.interval = interval;
    }

    /** How many failed samples are borne; 0 by default. */
    public final int getFailureLimit() {
        return failureLimit;
    }

    @DataBoundSetter
    public final void setFailureLimit(int failureLimit) {
        this.failureLimit = failureLimit;
    }

    /** Whether only failures in a row count. */
    public final boolean isConsecutive() {
        return consecutive;
    }

    @DataBoundSetter
    public final void setConsecutive(boolean consecutive) {
        this.consecutive = consecutive;
    }

    /** How many samples must have been judged before it can pass; 0 for 1. */
    public final int getMinimumSamples() {
        return minimumSamples;
    }

    @DataBoundSetter
    public final void setMinimumSamples(int minimumSamples) {
        this.minimumSamples = minimumSamples;
    }

    /** inconclusive, fail or pass. */
    public final String getNoData() {
        return noData;
    }

    @DataBoundSetter
    public final void setNoData(String noData) {
        String word = Util.fixEmptyAndTrim(noData);
        this.noData = "inconclusive".equals(word) ? null : word;
    }

    /** Whether it is reported and never decides. */
    public final boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public final void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }
}
