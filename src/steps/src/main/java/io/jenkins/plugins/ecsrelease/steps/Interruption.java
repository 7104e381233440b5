package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * Why a step was stopped: the first cause alone. The cause itself is kept while Jenkins runs, so that whoever stopped the
 * step knows its own exception again; after a restart one of the same result and words takes its place.
 */
final class Interruption implements Serializable {

    private static final long serialVersionUID = 1L;

    private transient Throwable cause;
    private String result;
    private String about;
    private String who;
    private String words;
    private long at;

    /** @return whether it is the first */
    synchronized boolean record(Throwable first) {
        if (about != null) {
            return false;
        }
        cause = first;
        at = System.currentTimeMillis();
        words = String.valueOf(first.getMessage());
        result = Result.FAILURE.toString();
        about = "abort";
        who = "Jenkins";
        if (first instanceof FlowInterruptedException interrupted) {
            result = interrupted.getResult().toString();
            describe(interrupted.getCauses());
            if (interrupted.getResult().equals(Result.NOT_BUILT)) {
                about = "displaced";
            }
        }
        return true;
    }

    /** Told apart by class names: the types are of plugins that this one need not know. */
    private void describe(List<CauseOfInterruption> causes) {
        for (CauseOfInterruption each : causes) {
            switch (each.getClass().getSimpleName()) {
                case "UserInterruption" -> who = ((CauseOfInterruption.UserInterruption) each).getUserId();
                case "ExceededTimeout" -> about = "timeout";
                case "CancelledCause", "DisplacedCause" -> about = "displaced";
                default -> { }
            }
        }
    }

    synchronized boolean recorded() {
        return about != null;
    }

    synchronized Throwable cause() {
        if (cause != null) {
            return cause;
        }
        return new FlowInterruptedException(Result.fromString(result), true, new Remembered(words));
    }

    synchronized Signal signal() {
        return new Signal(Signal.Kind.STOP, about, who, Instant.ofEpochMilli(at));
    }

    /** The words of a cause that was recorded before Jenkins went down. */
    static final class Remembered extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;
        private final String words;

        Remembered(String words) {
            this.words = words;
        }

        @Override
        public String getShortDescription() {
            return words;
        }
    }
}
