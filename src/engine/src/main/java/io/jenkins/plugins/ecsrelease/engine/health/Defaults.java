package io.jenkins.plugins.ecsrelease.engine.health;

import java.util.List;
import java.util.Map;

/**
 * What is judged where a release names no check: what goes wrong whatever the application is, held against the version that
 * served before, and with room for services that have little traffic. The guide's page on health explains each number.
 */
public final class Defaults {

    /** Whether the targets come up, and stay up. */
    private static final Check TARGETS = new TargetHealth(90, 600, limits(60, 1));
    private static final Check ERRORS = new HttpErrors(1, true, 20, limits(60, 1));
    private static final Check LATENCY = Metric.besideBlue("AWS/ApplicationELB", "TargetResponseTime", Map.of(), "p90", 100, limits(60, 2));

    private Defaults() {}

    /** Failures in a row; a minute without data says nothing against the release. */
    private static Limits limits(int intervalSeconds, int borne) {
        return new Limits(intervalSeconds, borne, true, 1, "pass", false);
    }

    /**
     * @param balanced whether the service is behind a load balancer: without one there are no targets to come up
     * @param rules listener rules or listeners of production traffic: those of an Application Load Balancer have metrics of
     *     requests
     */
    public static List<Check> of(boolean balanced, List<String> rules) {
        boolean application = !rules.isEmpty() && rules.stream().allMatch(rule -> rule.contains("/app/"));
        return application ? List.of(TARGETS, ERRORS, LATENCY) : balanced ? List.of(TARGETS) : List.of();
    }
}
