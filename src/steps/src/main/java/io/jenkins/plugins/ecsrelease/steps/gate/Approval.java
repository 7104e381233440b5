package io.jenkins.plugins.ecsrelease.steps.gate;

import hudson.Util;
import hudson.model.User;
import hudson.security.ACL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;

/**
 * An {@code input} of this run that somebody let through.
 *
 * @param gate the id that the pipeline gave it; empty when it gave none
 * @param message what was asked; empty when it was too long for Jenkins to keep
 * @param opened when it was asked, in milliseconds since the epoch
 * @param approver a user id; empty for somebody who was not logged in, where Jenkins lets them
 * @param node of the {@code input} in the graph
 */
public record Approval(String gate, String message, long opened, String approver, FlowNode node) {

    /** All of a run, newest first. */
    public static List<Approval> of(FlowExecution flow) {
        List<Approval> approvals = new ArrayList<>();
        for (FlowNode node : new FlowGraphWalker(flow)) {
            InputSubmittedAction submitted = node.getAction(InputSubmittedAction.class);
            if (submitted != null) {
                approvals.add(new Approval(argument(node, "id"), argument(node, "message"), TimingAction.getStartTime(node), Util.fixNull(submitted.getApprover()), node));
            }
        }
        return approvals;
    }

    /** Whether it is Jenkins itself, which deploys: whoever deploys does not approve. */
    boolean isJenkins() {
        return approver.equals(ACL.SYSTEM_USERNAME);
    }

    /** Whether the approver is one of these users, or in one of these groups. */
    boolean by(List<String> usersAndGroups) {
        if (approver.isEmpty()) {
            return false;
        }
        User user = User.getById(approver, false);
        return usersAndGroups.stream().anyMatch(each -> isApprover(each) || user != null && user.getAuthorities().contains(each));
    }

    /** Whether a step had ended when this was asked: it lies on the way to it. */
    boolean follows(String step) {
        Set<String> seen = new HashSet<>();
        Deque<FlowNode> before = new ArrayDeque<>(node.getParents());
        while (!before.isEmpty()) {
            FlowNode each = before.poll();
            if (each.getId().equals(step)) {
                return true;
            }
            if (seen.add(each.getId())) {
                before.addAll(each.getParents());
            }
        }
        return false;
    }

    /** For people. */
    public String told() {
        return approver.isEmpty() ? "somebody who was not logged in" : approver;
    }

    boolean isApprover(String user) {
        return !approver.isEmpty() && User.idStrategy().equals(approver, user);
    }

    private static String argument(FlowNode node, String name) {
        Object value = ArgumentsAction.getArguments(node).get(name);
        return value instanceof String text ? text : "";
    }
}
