package org.jenkinsci.plugins.workflow.support.steps.input;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;

/** Who approved, and with which parameters, on the node of the input step. */
public class InputSubmittedAction implements PersistentAction {
    private final String approver;
    private final Map<String, Object> parameters;

    public InputSubmittedAction(String approver, Map<String, Object> parameters) {
        this.approver = approver;
        this.parameters = parameters == null ? new LinkedHashMap<>() : new LinkedHashMap<>(parameters);
    }

    public String getApprover() {
        return approver;
    }

    public Map<String, Object> getParameters() {
        return parameters;
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Input Submitted";
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
