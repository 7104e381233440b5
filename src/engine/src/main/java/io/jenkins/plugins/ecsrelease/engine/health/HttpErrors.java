package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;

/**
 * The share of requests to the new version's own target group that its tasks answered with 5xx, in the newest minute that
 * an Application Load Balancer has published.
 *
 * @param belowPercent fails at or above it, above 0 to 100; 1 by default
 * @param minimumRequests in that minute, below which nothing can be told; 20 by default, 1 to 1000000
 */
public record HttpErrors(double belowPercent, int minimumRequests, Limits limits) implements Check {

    public HttpErrors {
        belowPercent = belowPercent == 0 ? 1 : belowPercent;
        if (!(belowPercent > 0 && belowPercent <= 100)) {
            throw new IllegalArgumentException("'below' is " + belowPercent + "; it must be a percentage above 0, at most 100.");
        }
        minimumRequests = Wanted.number("minimumRequests", minimumRequests == 0 ? 20 : minimumRequests, 1, 1_000_000);
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "HTTP errors";
    }
}
