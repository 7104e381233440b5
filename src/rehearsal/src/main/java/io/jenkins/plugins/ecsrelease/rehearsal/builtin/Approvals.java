package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who decides at a gate: a person at the prompt, or an option of the command line. */
public interface Approvals {

    /**
     * @param key of this one question
     * @param id the gate's stable name
     * @param submitters who may approve; empty for anybody
     */
    record Gate(String key, String id, String message, String ok, List<String> submitters, List<Parameter> parameters) {}

    /** @param values by parameter name; what is missing keeps its preset */
    record Decision(boolean approved, String who, Map<String, Object> values) {}

    /** Asks without waiting; the answer may come on any thread. */
    void ask(Gate gate, Consumer<Decision> answer);

    /** The gate is gone: its build was aborted or it waited too long. */
    void withdraw(String key);
}
