package org.jenkinsci.plugins.workflow.flow;

import hudson.model.Result;
import java.io.IOException;
import java.util.List;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** A running, or ended, pipeline and its graph of nodes. */
public abstract class FlowExecution {
    protected FlowDurabilityHint durabilityHint;

    public abstract void start() throws IOException;

    public abstract FlowExecutionOwner getOwner();

    /** The newest nodes of every branch. */
    public abstract List<FlowNode> getCurrentHeads();

    public abstract boolean isCurrentHead(FlowNode node);

    public abstract FlowNode getNode(String id) throws IOException;

    public abstract void interrupt(Result result, CauseOfInterruption... causes) throws IOException, InterruptedException;

    public FlowDurabilityHint getDurabilityHint() {
        return durabilityHint == null ? FlowDurabilityHint.MAX_SURVIVABILITY : durabilityHint;
    }

    public boolean isComplete() {
        List<FlowNode> heads = getCurrentHeads();
        return heads.isEmpty();
    }
}
