package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;

/** Which milestone a build has passed. A resumed build passes the next one, whatever came before. */
public final class Milestones {

    private int last;

    synchronized void pass(Integer ordinal, String label) throws AbortException {
        int asked = ordinal == null ? last + 1 : ordinal;
        if (asked <= last) {
            throw new AbortException("Invalid ordinal: " + asked + (label.isEmpty() ? "" : " (" + label + ")")
                    + ", as the previous one was " + last);
        }
        last = asked;
    }
}
