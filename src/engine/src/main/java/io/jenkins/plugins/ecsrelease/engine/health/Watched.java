package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One check and how it stands.
 *
 * @param at when it is looked at next
 * @param due whether the coming turn looks at it
 * @param judged how many samples passed or failed
 * @param failures counted against its limit
 * @param handled when the latest samples that were judged began: a period is judged once
 * @param missed those that had no data; one whose data comes later is judged then
 * @param last result of the newest sample: "pass", "fail", "inconclusive"; empty before any
 * @param lastAt when that sample began
 * @param unreadSince since when it cannot be read; null when it can
 * @param detail what was seen last, for people
 * @param memory numbers that its looks have learned
 */
public record Watched(
        Check check,
        Instant at,
        boolean due,
        int judged,
        int failures,
        List<Instant> handled,
        List<Instant> missed,
        String last,
        Instant lastAt,
        Instant unreadSince,
        String detail,
        Map<String, Double> memory) {

    static final String INCONCLUSIVE = "inconclusive";

    /** Releases meet on this grid, so that what many of them ask goes in one call. */
    private static final long GRID_SECONDS = 10;
    /** When what could not be read is asked again: in a bake, with the look at the deployment that comes anyway. */
    private static final Duration RETRY = Duration.ofSeconds(30);
    /** A failed read beside good ones proves nothing; several minutes of them do. */
    private static final Duration BEARABLE = Duration.ofMinutes(3);
    private static final int REMEMBERED = 2 * Periods.REACH;

    public Watched {
        handled = List.copyOf(handled);
        missed = List.copyOf(missed);
        memory = Map.copyOf(memory);
    }

    /** How it stands after a look, and the samples that were new. */
    record Judged(Watched after, List<Sample> fresh) {}

    static Watched begin(Check check, Instant at) {
        return new Watched(check, at, false, 0, 0, List.of(), List.of(), "", null, null, "", Map.of());
    }

    Watched dueBy(Instant time) {
        return !at.isAfter(time)
                ? new Watched(check, at, true, judged, failures, handled, missed, last, lastAt, unreadSince, detail, memory)
                : this;
    }

    Look look(Scope scope) {
        return new Look(scope, at, memory);
    }

    Judged after(Reading reading, Instant now, Instant anchor) {
        if (!reading.unread().isEmpty()) {
            // One failed read is most often the only one: it is asked again soon, once.
            long again = unreadSince == null
                    ? Math.min(check.limits().intervalSeconds(), RETRY.toSeconds()) : check.limits().intervalSeconds();
            return new Judged(new Watched(check, grid(now, again, anchor), false, judged, failures, handled, missed, last, lastAt,
                    unreadSince == null ? now : unreadSince, "not known: " + reading.unread(), memory), List.of());
        }
        Count count = new Count(this, reading);
        reading.samples().forEach(count::take);
        String said = count.detail.isEmpty() ? reading.note().isEmpty() ? unreadSince == null ? detail : "" : reading.note() : count.detail;
        boolean nothing = reading.periodSeconds() > 0 && reading.samples().isEmpty() && count.last.isEmpty();
        String result = nothing && check.limits().noData().equals(Sample.PASS) ? Sample.PASS : count.last;
        boolean early = reading.periodSeconds() == 0 && reading.samples().isEmpty();
        long pause = early ? Math.min(check.limits().intervalSeconds(), RETRY.toSeconds()) : check.limits().intervalSeconds();
        Watched after = new Watched(check, grid(now, pause, anchor), false, count.judged, count.failures,
                newest(count.handled), newest(count.missed), result, count.lastAt, null, said, reading.learned());
        return new Judged(after, count.fresh);
    }

    /** The checks of one release are looked at together, at the same second of each minute or half minute. */
    private static Instant grid(Instant now, long interval, Instant anchor) {
        long step = interval % 60 == 0 ? 60 : interval % 30 == 0 ? 30 : GRID_SECONDS;
        long from = anchor.getEpochSecond() / GRID_SECONDS * GRID_SECONDS;
        long wanted = now.getEpochSecond() + interval - GRID_SECONDS / 2 - from;
        return Instant.ofEpochSecond(from + Math.floorDiv(wanted + step - 1, step) * step);
    }

    private static List<Instant> newest(List<Instant> all) {
        return all.stream().sorted(Comparator.naturalOrder()).skip(Math.max(0, all.size() - REMEMBERED)).toList();
    }

    boolean failed() {
        return failures > check.limits().failureLimit() && !check.limits().dryRun();
    }

    /** Whether nothing is proven: too few samples, the newest one without data, or not to be read for minutes. */
    boolean inconclusive(Instant now) {
        boolean unread = unreadSince != null && Duration.between(unreadSince, now).compareTo(BEARABLE) >= 0;
        // Where missing data is borne, nothing at all is borne too, once it was looked for.
        boolean borne = check.limits().noData().equals(Sample.PASS) && last.equals(Sample.PASS);
        boolean lacking = judged < check.limits().minimumSamples() && !borne || last.isEmpty() || last.equals(INCONCLUSIVE);
        return !check.limits().dryRun() && (lacking || unread);
    }

    /** Whether it has passed for now. */
    boolean passed(Instant now) {
        return check.limits().dryRun() || !inconclusive(now) && !last.equals(Sample.FAIL);
    }

    /** Counts the samples of one look. */
    private static final class Count {
        private final Limits limits;
        private final Reading reading;
        private final List<Instant> handled;
        private final List<Instant> missed;
        private final List<Sample> fresh = new ArrayList<>();
        private int judged;
        private int failures;
        private String last;
        private Instant lastAt;
        private String detail = "";
        private boolean waits;
        private boolean over;

        Count(Watched before, Reading reading) {
            this.reading = reading;
            limits = before.check.limits();
            handled = new ArrayList<>(before.handled);
            missed = new ArrayList<>(before.missed);
            judged = before.judged;
            failures = before.failures;
            last = before.last;
            lastAt = before.lastAt;
        }

        void take(Sample sample) {
            boolean without = sample.result().equals(Sample.NO_DATA);
            if (waits || over || handled.contains(sample.at()) || without && missed.contains(sample.at())) {
                return;
            }
            if (limits.consecutive() && reading.periodSeconds() > 0 && gapBefore(sample.at())) {
                // What is in a row is known only once the period before has its number, or is given up.
                waits = true;
                return;
            }
            String result = without ? limits.noData() : sample.result();
            if (without) {
                missed.add(sample.at());
            } else {
                handled.add(sample.at());
            }
            if (result.equals(Sample.FAIL)) {
                failures++;
            } else if (result.equals(Sample.PASS) && limits.consecutive()) {
                failures = 0;
            }
            judged += result.equals(INCONCLUSIVE) ? 0 : 1;
            if (lastAt == null || !sample.at().isBefore(lastAt)) {
                last = result;
                lastAt = sample.at();
                detail = sample.detail();
            }
            fresh.add(sample);
            // What comes after the one too many forgives nothing.
            over = failures > limits.failureLimit() && !limits.dryRun();
        }

        private boolean gapBefore(Instant at) {
            Instant before = at.minusSeconds(reading.periodSeconds());
            return reading.first() != null && !before.isBefore(reading.first()) && !handled.contains(before) && !missed.contains(before)
                    && !(lastAt != null && before.isBefore(lastAt));
        }
    }
}
