package io.jenkins.plugins.ecsrelease.steps.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;

/**
 * An {@code input} of a run, and how it ended: looked up in the graph that Jenkins keeps, which tells a refusal, an expired
 * time limit and an abort of the build apart.
 *
 * @param gate its id; empty when the pipeline gave none
 * @param message what was asked; empty when it was too long for Jenkins to keep
 * @param answer "approved", "rejected", "expired", "aborted", "displaced" by a newer build, "failed" or "open"
 * @param who a user id; empty for nobody in particular
 */
public record Asked(String gate, String message, Instant opened, String answer, String who) {

    private static final String STEP = "input";

    /** All of a run, in the order in which they were asked. */
    public static List<Asked> of(FlowExecution flow) {
        List<Asked> asked = new ArrayList<>();
        for (FlowNode node : new FlowGraphWalker(flow)) {
            InputSubmittedAction submitted = node.getAction(InputSubmittedAction.class);
            if (submitted != null) {
                asked.add(of(node, "approved", submitted.getApprover()));
            } else if (STEP.equals(node.getDisplayFunctionName())) {
                ErrorAction error = node.getAction(ErrorAction.class);
                asked.add(error == null ? of(node, "open", "") : refused(node, error.getError()));
            }
        }
        Collections.reverse(asked); // Of one millisecond, the later ones came first.
        asked.sort((one, other) -> one.opened().compareTo(other.opened()));
        return asked;
    }

    private static Asked refused(FlowNode node, Throwable error) {
        if (error instanceof FlowInterruptedException interrupted) {
            for (CauseOfInterruption each : interrupted.getCauses()) {
                if (each instanceof Rejection rejection) {
                    return of(node, "rejected", rejection.getUser() == null ? "" : rejection.getUser().getId());
                }
                if (each instanceof CauseOfInterruption.UserInterruption user) {
                    return of(node, "aborted", user.getUserId());
                }
                // By name: the types are of plugins that this one need not know.
                switch (each.getClass().getSimpleName()) {
                    case "ExceededTimeout" -> {
                        return of(node, "expired", "");
                    }
                    case "CancelledCause", "DisplacedCause" -> {
                        return of(node, "displaced", "");
                    }
                    default -> { }
                }
            }
            return of(node, "aborted", "");
        }
        return of(node, "failed", "");
    }

    private static Asked of(FlowNode node, String answer, String who) {
        return new Asked(argument(node, "id"), argument(node, "message"), Instant.ofEpochMilli(TimingAction.getStartTime(node)), answer, who == null ? "" : who);
    }

    private static String argument(FlowNode node, String name) {
        Object value = ArgumentsAction.getArguments(node).get(name);
        return value instanceof String text ? text : "";
    }
}
