package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one look at one check brought.
 *
 * @param samples oldest first; those that earlier looks brought already may be among them
 * @param first where the samples are periods: when the first one begins that must be there; null otherwise
 * @param periodSeconds 0 where the samples are no periods
 * @param unread why it could not be read; empty when it could: then the samples hold nothing
 * @param note where it stands when there is no sample: what it still waits for
 * @param learned numbers to be remembered for the next looks
 */
record Reading(List<Sample> samples, Instant first, int periodSeconds, String unread, String note, Map<String, Double> learned) {

    Reading {
        samples = List.copyOf(samples);
        learned = Map.copyOf(learned);
    }

    /** One look at what has no history. */
    static Reading now(Sample sample) {
        return new Reading(List.of(sample), null, 0, "", "", Map.of());
    }

    /** Too soon: counts as nothing. */
    static Reading early(String waitsFor) {
        return new Reading(List.of(), null, 0, "", waitsFor, Map.of());
    }

    /** AWS would not say, or could not be reached: never a pass, whatever the check makes of missing data. */
    static Reading unread(Answer<?> answer) {
        Problem problem = answer.ifUnknown().orElseThrow();
        return new Reading(List.of(), null, 0, problem.full(), "", Map.of());
    }

    Reading learning(Map<String, Double> more) {
        return new Reading(samples, first, periodSeconds, unread, note, more);
    }
}
