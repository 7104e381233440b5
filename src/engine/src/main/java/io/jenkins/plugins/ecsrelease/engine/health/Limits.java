package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;

/**
 * How a check is judged over time.
 *
 * @param intervalSeconds between two looks, 10 to 3600; 60 by default
 * @param failureLimit how many failed looks are still borne; one more fails the release; 0 to 1000
 * @param consecutive counts failures in a row only: a good look in between forgives them
 * @param noData what a look without an answer counts as: "inconclusive", "fail" or "pass"
 * @param dryRun reported, but never decides
 */
public record Limits(int intervalSeconds, int failureLimit, boolean consecutive, String noData, boolean dryRun) {

    public static final Limits DEFAULT = new Limits(60, 0, false, "", false);

    public Limits {
        intervalSeconds = Wanted.number("interval", intervalSeconds == 0 ? 60 : intervalSeconds, 10, 3600);
        failureLimit = Wanted.number("failureLimit", failureLimit, 0, 1000);
        noData = Wanted.oneOf("noData", noData, "inconclusive", "fail", "pass");
    }
}
