package io.jenkins.plugins.ecsrelease.engine.health;

import java.time.Instant;
import java.util.Map;

/**
 * One look of one check.
 *
 * @param scope whose health it is
 * @param at when it was planned; what is asked depends on it, so that the answers can be found again
 * @param memory what earlier looks have learned
 */
record Look(Scope scope, Instant at, Map<String, Double> memory) {

    /** The end of the last whole period before this look. */
    Instant until(int periodSeconds) {
        return Instant.ofEpochSecond(at.getEpochSecond() / periodSeconds * periodSeconds);
    }
}
