package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.util.List;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code properties([…])}: what a Jenkinsfile says about its job. Parameters count from this build on, with their presets. */
public final class PropertiesStep extends Step {

    private final List<Property> properties;

    @DataBoundConstructor
    public PropertiesStep(List<Property> properties) {
        this.properties = properties;
    }

    @Override
    public StepExecution start(StepContext context) {
        return Now.of(context, at -> {
            for (Property property : properties) {
                if (property instanceof ParametersProperty parameters) {
                    at.get(JobParameters.class).declare(parameters.parameterDefinitions());
                }
            }
            return null;
        });
    }

    /** Something that a Jenkinsfile can say about its job. */
    public interface Property {}

    /** {@code parameters([…])}. */
    public static final class ParametersProperty implements Property {

        private final List<Parameter> parameterDefinitions;

        @DataBoundConstructor
        public ParametersProperty(List<Parameter> parameterDefinitions) {
            this.parameterDefinitions = parameterDefinitions;
        }

        List<Parameter> parameterDefinitions() {
            return parameterDefinitions;
        }
    }

    /** {@code disableConcurrentBuilds()}: rehearsals never run side by side in one directory anyway. */
    public static final class OneAtATime implements Property {

        @DataBoundConstructor
        public OneAtATime() {}
    }

    public static final class DescriptorImpl extends Builtin {
        public DescriptorImpl() {
            super("properties", false);
        }
    }
}
