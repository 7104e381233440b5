package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Closure;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * One call of a step: what Jenkins shows as a node of the flow graph. Saved with the program while the step has not
 * ended, so its arguments and its execution hold plain values.
 */
public final class Call implements Serializable {

    private static final long serialVersionUID = 1;

    private final String id;
    private final String function;
    private final Branch branch;
    private final Closure<?> body;
    private final transient Map<String, Object> arguments;
    private final CallContext context;
    final List<Branch> bodies = new ArrayList<>();
    StepExecution execution;
    Outcome outcome;

    Call(Program program, String id, String function, Branch branch, Closure<?> body, Map<String, Object> arguments) {
        this.id = id;
        this.function = function;
        this.branch = branch;
        this.body = body;
        this.arguments = arguments;
        this.context = new CallContext(program, this);
    }

    /** Counts up within a run and is the same again when a resumed program repeats a call that was not saved. */
    public String id() {
        return id;
    }

    /** The step's name in the pipeline. */
    public String function() {
        return function;
    }

    /** The arguments as given, for hosts that show them; empty after a restart. */
    public Map<String, Object> arguments() {
        return arguments == null ? Map.of() : arguments;
    }

    public StepExecution execution() {
        return execution;
    }

    public CallContext context() {
        return context;
    }

    Branch branch() {
        return branch;
    }

    Closure<?> body() {
        return body;
    }

    /** The innermost value of this type that an enclosing block put around this call; null for none. */
    public <T> T inherited(Class<T> type) {
        for (Branch at = branch; at != null; at = at.opener == null ? null : at.opener.branch) {
            for (int i = at.values.size() - 1; i >= 0; i--) {
                if (type.isInstance(at.values.get(i))) {
                    return type.cast(at.values.get(i));
                }
            }
        }
        return null;
    }

    /** The call whose block encloses this one; null at the top. */
    public Call enclosing() {
        return branch.opener;
    }
}
