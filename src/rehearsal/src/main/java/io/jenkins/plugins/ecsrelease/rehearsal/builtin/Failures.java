package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.AbortException;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** How a failure reads in a log. */
public final class Failures {

    private Failures() {}

    public static String text(Throwable failure) {
        if (failure instanceof FlowInterruptedException interrupted) {
            return interrupted.getCauses().isEmpty() ? "interrupted" : String.join("; ",
                    interrupted.getCauses().stream().map(CauseOfInterruption::getShortDescription).toList());
        }
        return failure instanceof AbortException ? failure.getMessage() : failure.toString();
    }
}
