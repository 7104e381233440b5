package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;

/**
 * One check and how it stands.
 *
 * @param at when it is looked at next
 * @param due whether the coming turn looks at it
 * @param failures counted against its limit
 * @param last result of the last look that counted: "pass", "fail", "inconclusive"; empty before
 */
public record Watched(Check check, Instant at, boolean due, int looks, int failures, String last, String detail) {

    static Watched begin(Check check, Instant at) {
        return new Watched(check, at, false, 0, 0, "", "");
    }

    Watched dueBy(Instant time) {
        return !at.isAfter(time) ? new Watched(check, at, true, looks, failures, last, detail) : this;
    }

    /** How it stands after a look. */
    Watched after(Reading reading, Instant now) {
        Instant next = now.plusSeconds(check.limits().intervalSeconds());
        if (reading.result().equals(Reading.EARLY)) {
            return new Watched(check, next, false, looks, failures, last, reading.detail());
        }
        String result = counted(reading);
        int failed = result.equals(Reading.FAIL)
                ? failures + 1
                : result.equals(Reading.PASS) && check.limits().consecutive() ? 0 : failures;
        return new Watched(check, next, false, looks + 1, failed, result, reading.detail());
    }

    private String counted(Reading reading) {
        return reading.result().equals(Reading.INCONCLUSIVE) ? check.limits().noData() : reading.result();
    }

    boolean failed() {
        return failures > check.limits().failureLimit() && !check.limits().dryRun();
    }

    /** Whether nothing is proven: never looked at with a result, or the last look could not tell. */
    boolean inconclusive() {
        return !check.limits().dryRun() && (last.isEmpty() || last.equals(Reading.INCONCLUSIVE));
    }
}
