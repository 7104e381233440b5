package org.jenkinsci.plugins.workflow.flow;

public class FlowExecutionList {
    /** What has happened, when Jenkins goes down, once no pipeline runs any further. */
    public static final String EXECUTIONS_SUSPENDED = "FlowExecutionList.EXECUTIONS_SUSPENDED";
}
