package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import hudson.EnvVars;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Variables that a block adds to those around it. */
final class Variables extends EnvironmentExpander {

    private static final long serialVersionUID = 1;

    private final EnvironmentExpander outer;
    private final LinkedHashMap<String, String> added;

    private Variables(EnvironmentExpander outer, Map<String, String> added) {
        this.outer = outer;
        this.added = new LinkedHashMap<>(added);
    }

    static Variables added(StepContext context, Map<String, String> added) throws IOException, InterruptedException {
        return new Variables(context.get(EnvironmentExpander.class), added);
    }

    @Override
    public void expand(EnvVars variables) throws IOException, InterruptedException {
        if (outer != null) {
            outer.expand(variables);
        }
        variables.overrideAll(added);
    }
}
