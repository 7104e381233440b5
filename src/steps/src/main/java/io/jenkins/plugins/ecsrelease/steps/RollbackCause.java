package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Cause;
import hudson.model.Run;

/** A build that was started to take another one of its job back. What it does instead of that is refused. */
public final class RollbackCause extends Cause {

    private final int build;

    public RollbackCause(int build) {
        this.build = build;
    }

    /** The number of the build to take back. */
    public int getBuild() {
        return build;
    }

    @Override
    public String getShortDescription() {
        return Messages.RollbackCause_ShortDescription(build);
    }

    /** Why a run was started, or null when it was not to roll back. */
    static RollbackCause of(Run<?, ?> run) {
        for (Cause each : run.getCauses()) {
            if (each instanceof RollbackCause rollback) {
                return rollback;
            }
        }
        return null;
    }
}
