package org.jenkinsci.plugins.workflow.support.steps.input;

import hudson.model.InvisibleAction;

/** Who approved, on the run. */
public class ApproverAction extends InvisibleAction {
    private final String userId;

    public ApproverAction(String userId) {
        this.userId = userId;
    }

    public String getUserId() {
        return userId;
    }

    public String getUserName() {
        return userId;
    }
}
