package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** The descriptor of a built-in step; nested in the step's class, by which it is found. */
abstract class Builtin extends StepDescriptor {

    private final String function;
    private final boolean block;
    private final Set<Class<?>> required;

    Builtin(String function, boolean block, Class<?>... required) {
        this.function = function;
        this.block = block;
        this.required = Set.of(required);
    }

    @Override
    public String getFunctionName() {
        return function;
    }

    @Override
    public String getDisplayName() {
        return function;
    }

    @Override
    public boolean takesImplicitBlockArgument() {
        return block;
    }

    @Override
    public Set<? extends Class<?>> getRequiredContext() {
        return required;
    }
}
