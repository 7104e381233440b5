package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;

/**
 * One thing seen of the new version, and how it was judged.
 *
 * @param at when its period began; for what has no period, when it was looked at
 * @param result {@link #PASS}, {@link #FAIL} or {@link #NO_DATA}
 * @param value the number that was judged; null for none
 * @param limit the number it was held against; null for none
 * @param detail what was seen and the limit it was held against, for people
 */
record Sample(Instant at, String result, Double value, Double limit, String detail) {

    static final String PASS = "pass";
    static final String FAIL = "fail";
    /** Nothing to judge: the check's {@code noData} says what it counts as. */
    static final String NO_DATA = "no data";

    static Sample of(Instant at, boolean fails, Double value, Double limit, String detail) {
        return new Sample(at, fails ? FAIL : PASS, value, limit, detail);
    }

    static Sample none(Instant at, String detail) {
        return new Sample(at, NO_DATA, null, null, detail);
    }
}
