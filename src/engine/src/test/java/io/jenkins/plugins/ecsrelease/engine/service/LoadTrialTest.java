package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/**
 * Releases under 200 requests a second of sandbox time, metrics one to three minutes late as at AWS. What goes wrong is
 * found by the check that is there for it, while the new version has no more than its canary's share of the traffic.
 */
public class LoadTrialTest {

    /** Fixed, so that a failure can be had again; {@code -Dload.seed} tries others. */
    private static final long SEED = Long.getLong("load.seed", 20261123);
    private static final int HEALTHY = Integer.getInteger("load.healthy", 1);

    @Test
    public void twoErrorsInAHundredAreTakenBackByTheErrorCheck() {
        LoadTrial failing = LoadTrial.of("failing", SEED).judged();
        failing.isTakenBackBy("HTTP errors");
        assertEquals("the same seed sees the same", failing.toString(), LoadTrial.of("failing", SEED).judged().toString());
    }

    @Test
    public void aVersionThreeTimesAsSlowIsTakenBackByTheLatencyCheck() {
        LoadTrial.of("slow", SEED).judged().isTakenBackBy("latency p99");
    }

    @Test
    public void aVersionThatLeaksConnectionsIsTakenBackByTheDatabaseCheck() {
        LoadTrial.of("leaking", SEED).judged().isTakenBackBy("database connections of shop-db");
    }

    @Test
    public void aVersionThatFailsOnlyUnderLoadIsTakenBackByTheErrorCheck() {
        LoadTrial.of("overloaded", SEED).judged().isTakenBackBy("HTTP errors");
    }

    @Test
    public void withoutAnyCheckNamedTheDefaultsFindSlowness() {
        LoadTrial.of("slow", SEED).byDefault().isTakenBackBy("metric TargetResponseTime beside the old version");
    }

    @Test
    public void aHealthyVersionStays() {
        for (int run = 0; run < HEALTHY; run++) {
            LoadTrial.of("web", SEED + run).judged().stays();
        }
    }
}
