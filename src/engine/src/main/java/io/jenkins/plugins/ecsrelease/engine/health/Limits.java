package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.service.Wanted;

/**
 * How a check is judged over time. A sample is one minute of a metric, or one look at what has no history.
 *
 * @param intervalSeconds between two looks, 10 to 3600; 60 by default
 * @param failureLimit how many failed samples are still borne; one more fails the release; 0 to 1000
 * @param consecutive counts failures in a row only: a good sample in between forgives them
 * @param minimumSamples how many samples must have been judged before the check can pass, 1 to 1000; 1 by default
 * @param noData what a sample without data counts as: "inconclusive", "fail" or "pass". What could not be read is always
 *     inconclusive
 * @param dryRun reported, but never decides
 */
public record Limits(
        int intervalSeconds, int failureLimit, boolean consecutive, int minimumSamples, String noData, boolean dryRun) {

    public static final Limits DEFAULT = new Limits(60, 0, false, 1, "", false);

    public Limits {
        intervalSeconds = Wanted.number("interval", intervalSeconds == 0 ? 60 : intervalSeconds, 10, 3600);
        failureLimit = Wanted.number("failureLimit", failureLimit, 0, 1000);
        minimumSamples = Wanted.number("minimumSamples", minimumSamples == 0 ? 1 : minimumSamples, 1, 1000);
        noData = Wanted.oneOf("noData", noData, "inconclusive", "fail", "pass");
    }

    /** Judged every so many seconds, and failed by one bad sample more than {@code borne}, in a row or not. */
    public static Limits bearing(int intervalSeconds, int borne, boolean inARow) {
        return new Limits(intervalSeconds, borne, inARow, 1, "", false);
    }
}
