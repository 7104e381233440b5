package io.jenkins.plugins.ecsrelease.steps;

import hudson.ExtensionPoint;
import java.time.Instant;

/** The time that releases run by, where it is not the machine's: a rehearsal's sandbox runs fast. Jenkins has none. */
public interface Pace extends ExtensionPoint {

    /** What time it is there. */
    Instant now();

    /** How many of its seconds pass in one of the machine's, above 0. */
    double speed();
}
