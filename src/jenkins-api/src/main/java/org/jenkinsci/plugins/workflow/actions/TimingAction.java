package org.jenkinsci.plugins.workflow.actions;

import hudson.model.Action;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** When a node began. */
public class TimingAction implements Action {
    private final long startTime = System.currentTimeMillis();

    public long getStartTime() {
        return startTime;
    }

    /** In milliseconds since the epoch; 0 when it is not known. */
    public static long getStartTime(FlowNode node) {
        TimingAction timing = node.getAction(TimingAction.class);
        return timing == null ? 0 : timing.getStartTime();
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Timing";
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
