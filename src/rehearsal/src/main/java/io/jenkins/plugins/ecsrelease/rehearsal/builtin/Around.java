package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** An execution that does nothing but put values around its block. */
final class Around extends StepExecution {

    private static final long serialVersionUID = 1;

    private final transient List<Object> values;
    private final transient String name;

    Around(StepContext context, String name, Object... values) {
        super(context);
        this.name = name;
        this.values = List.of(values);
    }

    @Override
    public boolean start() {
        getContext().newBodyInvoker().withContexts(values).withDisplayName(name).start();
        return false;
    }
}
