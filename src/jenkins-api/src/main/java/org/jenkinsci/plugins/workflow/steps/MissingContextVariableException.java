package org.jenkinsci.plugins.workflow.steps;

public class MissingContextVariableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Class<?> type;
    private final String step;

    public MissingContextVariableException(Class<?> type, StepDescriptor step) {
        this.type = type;
        this.step = step == null ? null : step.getFunctionName();
    }

    public MissingContextVariableException(Class<?> type) {
        this(type, null);
    }

    public Class<?> getType() {
        return type;
    }

    @Override
    public String getMessage() {
        return "Required context " + type + " is missing" + (step == null ? "" : " for step " + step);
    }
}
