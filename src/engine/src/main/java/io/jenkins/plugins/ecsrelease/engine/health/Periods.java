package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Judges a metric period by period. CloudWatch has its numbers one to three minutes late, and not always in order: each
 * period is judged once, whenever its number comes, and one that has none a minute after the latest it should have come
 * is missing.
 */
final class Periods {

    /** How many periods are looked back. */
    static final int REACH = 10;

    /** How long after its end a period may still be without data. */
    static final Duration LATE = Duration.ofMinutes(4);

    private Periods() {}

    /**
     * @param since from when on data must be there; null when it need not be yet
     * @param judged a period's sample; null where it has no data
     * @param waitsFor what is said while there is no sample
     */
    static Reading judge(Look look, int periodSeconds, Instant since, Function<Instant, Sample> judged, String waitsFor) {
        Instant until = look.until(periodSeconds);
        Instant first = since == null ? null : ceiling(since, periodSeconds);
        List<Sample> samples = new ArrayList<>();
        for (Instant at = until.minusSeconds((long) REACH * periodSeconds); at.isBefore(until); at = at.plusSeconds(periodSeconds)) {
            Sample sample = judged.apply(at);
            if (sample != null) {
                samples.add(sample);
            } else if (first != null && !at.isBefore(first)
                    && !at.plusSeconds(periodSeconds).plus(LATE).isAfter(look.at())) {
                samples.add(Sample.none(at, "no data of the " + periodSeconds + " seconds from " + at));
            }
        }
        return new Reading(samples, first, periodSeconds, "", samples.isEmpty() ? waitsFor : "", Map.of());
    }

    private static Instant ceiling(Instant time, int periodSeconds) {
        long second = time.getNano() > 0 ? time.getEpochSecond() + 1 : time.getEpochSecond();
        return Instant.ofEpochSecond((second + periodSeconds - 1) / periodSeconds * periodSeconds);
    }

    /** A number that counts: NaN and infinity are no data. */
    static Double finite(Map<Instant, Double> points, Instant at) {
        Double value = points.get(at);
        return value == null || !Double.isFinite(value) ? null : value;
    }
}
