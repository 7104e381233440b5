package org.jenkinsci.plugins.workflow.actions;

import java.util.Map;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

/** The arguments of a step, without secrets and without what was too long to keep. */
public abstract class ArgumentsAction implements PersistentAction {
    protected abstract Map<String, Object> getArgumentsInternal();

    public Map<String, Object> getArguments() {
        return getArgumentsInternal();
    }

    public static Map<String, Object> getArguments(FlowNode node) {
        ArgumentsAction arguments = node.getAction(ArgumentsAction.class);
        return arguments == null ? Map.of() : arguments.getArguments();
    }

    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return "Step Arguments";
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
