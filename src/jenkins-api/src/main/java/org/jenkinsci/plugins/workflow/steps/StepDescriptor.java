package org.jenkinsci.plugins.workflow.steps;

import hudson.ExtensionList;
import hudson.model.Descriptor;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

public abstract class StepDescriptor extends Descriptor<Step> {
    protected StepDescriptor() {}

    public abstract Set<? extends Class<?>> getRequiredContext();

    public Set<? extends Class<?>> getProvidedContext() {
        return Set.of();
    }

    /** The name by which a pipeline calls the step. */
    public abstract String getFunctionName();

    /** Whether the step is called with a block, always: Jenkins knows no optional one. */
    public boolean takesImplicitBlockArgument() {
        return false;
    }

    public boolean isAdvanced() {
        return false;
    }

    public boolean isMetaStep() {
        return false;
    }

    /** What graph views show beside the step's name, or null. */
    public String argumentsToString(Map<String, Object> namedArgs) {
        return namedArgs.size() == 1 && namedArgs.values().iterator().next() instanceof String only ? only : null;
    }

    public final void checkContextAvailability(StepContext context) throws MissingContextVariableException, IOException, InterruptedException {
        for (Class<?> type : getRequiredContext()) {
            if (context.get(type) == null) {
                throw new MissingContextVariableException(type, this);
            }
        }
    }

    public static ExtensionList<StepDescriptor> all() {
        return ExtensionList.lookup(StepDescriptor.class);
    }

    public static StepDescriptor byFunctionName(String name) {
        return all().stream().filter(each -> each.getFunctionName().equals(name)).findFirst().orElse(null);
    }
}
