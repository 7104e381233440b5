package org.jenkinsci.plugins.workflow.support.steps.input;

import hudson.model.User;
import jenkins.model.CauseOfInterruption;

/** Somebody refused an input. */
public final class Rejection extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;
    private final String userName;
    private final long timestamp;

    public Rejection(User user) {
        this.userName = user == null ? null : user.getId();
        this.timestamp = System.currentTimeMillis();
    }

    public User getUser() {
        return userName == null ? null : User.getById(userName, false);
    }

    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public String getShortDescription() {
        return userName == null ? "Rejected" : "Rejected by " + userName;
    }
}
