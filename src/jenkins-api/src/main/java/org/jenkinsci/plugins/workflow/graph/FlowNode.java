package org.jenkinsci.plugins.workflow.graph;

import hudson.model.Actionable;
import hudson.model.Saveable;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;

/** One step in the graph of a pipeline. */
public abstract class FlowNode extends Actionable implements Saveable {
    private final transient FlowExecution exec;
    private final String id;
    private final transient List<FlowNode> parents;

    protected FlowNode(FlowExecution exec, String id, FlowNode... parents) {
        this(exec, id, List.of(parents));
    }

    protected FlowNode(FlowExecution exec, String id, List<FlowNode> parents) {
        this.exec = exec;
        this.id = id;
        this.parents = List.copyOf(parents);
    }

    public String getId() {
        return id;
    }

    public FlowExecution getExecution() {
        return exec;
    }

    public List<FlowNode> getParents() {
        return parents;
    }

    @Override
    public String getDisplayName() {
        org.jenkinsci.plugins.workflow.actions.LabelAction label = getAction(org.jenkinsci.plugins.workflow.actions.LabelAction.class);
        return label == null ? getTypeDisplayName() : label.getDisplayName();
    }

    public String getDisplayFunctionName() {
        return getTypeFunctionName();
    }

    protected abstract String getTypeDisplayName();

    protected String getTypeFunctionName() {
        return getTypeDisplayName();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowNode node && node.id.equals(id) && node.exec == exec;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public void save() throws IOException {}
}
