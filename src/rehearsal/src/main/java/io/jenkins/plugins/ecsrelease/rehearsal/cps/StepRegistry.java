package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/**
 * The steps that exist, by the names they have in a pipeline, and the symbols of what is nested in their arguments. The
 * descriptors are the plugin's own.
 */
public final class StepRegistry {

    private final Map<String, StepDescriptor> steps = new TreeMap<>();
    private final Map<String, Class<?>> symbols;
    private final Map<String, StandIn> standIns = new TreeMap<>();

    /** Answers in place of a step, whose parameters are checked all the same. */
    @FunctionalInterface
    public interface StandIn {
        Object run(Map<String, Object> arguments) throws Exception;
    }

    public StepRegistry(Collection<? extends StepDescriptor> descriptors, Map<String, Class<?>> symbols) {
        for (StepDescriptor descriptor : descriptors) {
            StepDescriptor other = steps.put(descriptor.getFunctionName(), descriptor);
            if (other != null) {
                throw new IllegalArgumentException("Two steps are called " + descriptor.getFunctionName() + ": "
                        + other.clazz.getName() + " and " + descriptor.clazz.getName() + ".");
            }
        }
        this.symbols = new TreeMap<>(symbols);
    }

    /** From now on {@code answer} runs instead of the step; for tests of a pipeline's branches. */
    public StepRegistry replace(String step, StandIn answer) {
        if (!steps.containsKey(step)) {
            throw new IllegalArgumentException("There is no step " + step + " among " + steps.keySet() + ".");
        }
        standIns.put(step, answer);
        return this;
    }

    StandIn standIn(String name) {
        return standIns.get(name);
    }

    StepDescriptor step(String name) {
        return steps.get(name);
    }

    Class<?> symbol(String name) {
        return symbols.get(name);
    }

    public Set<String> steps() {
        return new TreeSet<>(steps.keySet());
    }

    public Set<String> symbols() {
        return new TreeSet<>(symbols.keySet());
    }
}
