package io.jenkins.plugins.ecsrelease.steps;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The block of a step that holds: run once when the operation notes that it is held ({@link #FACT}), while the operation
 * goes on watching. A block that returns says PROCEED, one that fails says ROLL_BACK; where the operation ends first, the
 * block is ended too.
 */
final class Hold implements Serializable {

    /** The kind of the fact that begins the block; its detail "point" says where it is held. */
    static final String FACT = "hold";

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(Hold.class.getName());

    private final ReleaseExecution execution;
    private String point = "";
    private boolean begun;
    private boolean ended;
    private boolean cancelled;
    private BodyExecution body;
    private final Interruption refusal = new Interruption();

    Hold(ReleaseExecution execution) {
        this.execution = execution;
    }

    /** After a restart: what was noted while nobody listened. */
    void takeUp(Optional<Journal> journal) throws IOException {
        if (journal.isPresent()) {
            for (Note note : journal.get().facts()) {
                noted(note.fact());
            }
        }
    }

    void noted(Fact fact) {
        synchronized (execution) {
            if (!begun && fact.kind().equals(FACT)) {
                begun = true;
                point = String.valueOf(fact.details().getOrDefault("point", ""));
                body = execution.getContext().newBodyInvoker().withCallback(new BodyEnd(this)).start();
                execution.getContext().saveState();
            }
        }
    }

    /** @return true when the block still runs: it is told to end, and its end completes the step */
    boolean endBody(Outcome outcome) {
        if (!begun || ended) {
            return false;
        }
        if (!cancelled) {
            cancelled = true;
            body.cancel(new FlowInterruptedException(Result.ABORTED, true, new Interruption.Remembered("The deployment ended first. " + outcome.verdict() + ": " + outcome.message())));
        }
        return true;
    }

    /** A rejected, timed out or aborted block gives the step its own result; empty when it returned or failed otherwise. */
    Optional<Throwable> refusal() {
        return refusal.recorded() ? Optional.of(refusal.cause()) : Optional.empty();
    }

    private void end(Signal.Kind kind, String why) {
        synchronized (execution) {
            ended = true;
            Optional<Outcome> outcome = execution.journal().flatMap(Journal::outcome).or(execution::outcomeOnDisk);
            if (outcome.isPresent()) {
                execution.finish(outcome.get());
                return;
            }
        }
        ReleaseEngine.get().later(() -> say(kind, why));
    }

    private void say(Signal.Kind kind, String why) {
        try {
            execution.signal(ReleaseExecution.said(kind, point, why));
        } catch (IOException unsaved) {
            LOGGER.log(Level.WARNING, unsaved, () -> "The end of the hold of " + execution.id() + " could not be put on record.");
        }
    }

    /** The end of the block. */
    private static final class BodyEnd extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;
        private final Hold hold;

        BodyEnd(Hold hold) {
            this.hold = hold;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            hold.end(Signal.Kind.PROCEED, "the block");
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            if (failure instanceof FlowInterruptedException && !hold.cancelled) {
                hold.refusal.record(failure);
            }
            hold.end(Signal.Kind.ROLL_BACK, String.valueOf(failure.getMessage()));
        }
    }
}
