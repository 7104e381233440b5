package io.jenkins.plugins.ecsrelease.steps.host;

import hudson.model.Action;
import hudson.model.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** A graph in which each node follows the one before. */
public final class TestFlow extends FlowExecution {

    private final List<FlowNode> nodes = new ArrayList<>();

    public FlowNode node(Action... actions) {
        return called("step", actions);
    }

    /** A call of a step of that name. */
    public FlowNode called(String function, Action... actions) {
        return after(nodes.isEmpty() ? null : nodes.get(nodes.size() - 1), function, actions);
    }

    /** A call in a branch of its own, which nothing lies before. */
    public FlowNode beside(Action... actions) {
        return after(null, "step", actions);
    }

    private FlowNode after(FlowNode before, String function, Action... actions) {
        FlowNode[] parents = before == null ? new FlowNode[0] : new FlowNode[] {before};
        FlowNode node = new FlowNode(this, Integer.toString(nodes.size() + 3), parents) {
            @Override
            protected String getTypeDisplayName() {
                return function;
            }
        };
        for (Action each : actions) {
            node.addAction(each);
        }
        nodes.add(node);
        return node;
    }

    public static ArgumentsAction arguments(Map<String, Object> arguments) {
        return new ArgumentsAction() {
            @Override
            protected Map<String, Object> getArgumentsInternal() {
                return arguments;
            }
        };
    }

    public TestFlow durability(FlowDurabilityHint hint) {
        durabilityHint = hint;
        return this;
    }

    @Override
    public List<FlowNode> getCurrentHeads() {
        return nodes.isEmpty() ? List.of() : List.of(nodes.get(nodes.size() - 1));
    }

    @Override
    public FlowNode getNode(String id) {
        return nodes.stream().filter(each -> each.getId().equals(id)).findFirst().orElse(null);
    }

    @Override
    public boolean isCurrentHead(FlowNode node) {
        return getCurrentHeads().contains(node);
    }

    @Override
    public void start() {}

    @Override
    public FlowExecutionOwner getOwner() {
        return null;
    }

    @Override
    public void interrupt(Result result, CauseOfInterruption... causes) {}
}
