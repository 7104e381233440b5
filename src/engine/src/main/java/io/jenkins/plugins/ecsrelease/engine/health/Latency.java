package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;

/**
 * How long the new version's tasks take to answer, in the newest minute that an Application Load Balancer has published.
 *
 * @param statistic a percentile or Average; p99 by default
 * @param belowMillis fails at or above it, 1 to 3600000
 * @param minimumRequests in that minute, below which nothing can be told; 20 by default, 1 to 1000000
 */
public record Latency(String statistic, int belowMillis, int minimumRequests, Limits limits) implements Check {

    public Latency {
        statistic = Wanted.orEmpty(statistic).isEmpty() ? "p99" : Wanted.orEmpty(statistic);
        belowMillis = Wanted.number("below", belowMillis, 1, 3_600_000);
        minimumRequests = Wanted.number("minimumRequests", minimumRequests == 0 ? 20 : minimumRequests, 1, 1_000_000);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "latency " + statistic;
    }
}
