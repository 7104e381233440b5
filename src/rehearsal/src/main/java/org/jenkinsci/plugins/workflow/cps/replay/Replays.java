package org.jenkinsci.plugins.workflow.cps.replay;

import hudson.model.Run;

/** Makes the causes that only Jenkins itself makes; hence in its package. */
public final class Replays {

    private Replays() {}

    public static ReplayCause of(Run<?, ?> original, boolean unedited) {
        return new ReplayCause(original, unedited);
    }
}
