package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code withEnv(['NAME=value']) { … }}: variables around a block. */
public final class WithEnvStep extends Step {

    private final List<String> overrides;

    @DataBoundConstructor
    public WithEnvStep(List<String> overrides) {
        this.overrides = overrides;
    }

    @Override
    public StepExecution start(StepContext context) throws Exception {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String each : overrides) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("withEnv takes 'NAME=value', not '" + each + "'.");
            }
            variables.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return Around.block(context, Variables.added(context, variables));
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("withEnv", true);
        }
    }
}
