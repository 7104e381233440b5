package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.ExtensionList;
import hudson.model.Descriptor;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Builtins;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.StepRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;

/** Everything that a pipeline can call here: the built-in steps, and those that the plugin declares to Jenkins. */
public final class PluginSteps {

    private PluginSteps() {}

    /**
     * The extensions of the plugin are found as Jenkins finds them; a host has to be set before.
     *
     * @param more steps of other plugins
     */
    public static StepRegistry all(StepDescriptor... more) {
        List<StepDescriptor> steps = new ArrayList<>(Builtins.steps());
        steps.addAll(StepDescriptor.all());
        steps.addAll(List.of(more));
        Map<String, Class<?>> symbols = new LinkedHashMap<>(Builtins.symbols());
        for (Descriptor<?> descriptor : ExtensionList.lookup(Descriptor.class)) {
            Symbol symbol = descriptor.getClass().getAnnotation(Symbol.class);
            if (symbol != null && !(descriptor instanceof StepDescriptor)) {
                for (String name : symbol.value()) {
                    symbols.put(name, descriptor.clazz);
                }
            }
        }
        return new StepRegistry(steps, symbols);
    }
}
