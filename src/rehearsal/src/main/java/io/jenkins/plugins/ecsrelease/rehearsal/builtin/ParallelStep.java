package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import groovy.lang.Closure;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.CallContext;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code parallel(a: { … }, b: { … })}: blocks side by side. It ends when all have ended, with the first failure; with
 * {@code failFast: true} a failure ends the others.
 */
public final class ParallelStep extends Step {

    private final Map<String, Object> closures;

    @DataBoundConstructor
    public ParallelStep(Map<String, Object> closures) {
        this.closures = closures;
    }

    @Override
    public StepExecution start(StepContext context) {
        LinkedHashMap<String, Closure<?>> blocks = new LinkedHashMap<>();
        boolean failFast = false;
        for (Map.Entry<String, Object> each : closures.entrySet()) {
            String name = String.valueOf(each.getKey());
            if (each.getValue() instanceof Closure<?> block) {
                blocks.put(name, block);
            } else if (name.equals("failFast") && each.getValue() instanceof Boolean set) {
                failFast = set;
            } else {
                throw new IllegalArgumentException("Expected a closure or failFast: true, but got " + name + "="
                        + each.getValue());
            }
        }
        return new Execution(context, blocks, failFast);
    }

    private static final class Execution extends StepExecution {

        private static final long serialVersionUID = 1;

        private final LinkedHashMap<String, Closure<?>> blocks;
        private final boolean failFast;
        private final Map<String, Object> results = new LinkedHashMap<>();
        private final List<BodyExecution> open = new ArrayList<>();
        private int left;
        private Throwable first;

        Execution(StepContext context, LinkedHashMap<String, Closure<?>> blocks, boolean failFast) {
            super(context);
            this.blocks = blocks;
            this.failFast = failFast;
            this.left = blocks.size();
        }

        @Override
        public boolean start() {
            if (blocks.isEmpty()) {
                getContext().onSuccess(results);
                return true;
            }
            blocks.forEach((name, block) -> open.add(((CallContext) getContext()).newBodyInvoker(block)
                    .withDisplayName("Branch: " + name)
                    .withContext(new Lane(name))
                    .withCallback(new End(this, name))
                    .start()));
            return false;
        }

        private void ended(String name, Object result, Throwable failure) {
            left--;
            if (failure == null) {
                results.put(name, result);
            } else if (first == null) {
                first = failure;
                if (failFast) {
                    open.forEach(body -> body.cancel(failure));
                }
            }
            if (left > 0) {
                return;
            }
            if (first == null) {
                getContext().onSuccess(results);
            } else {
                getContext().onFailure(first);
            }
        }
    }

    /** Around everything in one of the blocks. */
    public record Lane(String name) implements Serializable {}

    private static final class End extends BodyExecutionCallback {

        private static final long serialVersionUID = 1;

        private final Execution execution;
        private final String name;

        End(Execution execution, String name) {
            this.execution = execution;
            this.name = name;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            execution.ended(name, result, null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            execution.ended(name, null, failure);
        }
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("parallel", false);
        }
    }
}
