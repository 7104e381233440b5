package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** Deploys a service, from its plan to the verdict. */
public final class EcsBlueGreenStep extends BlueGreenStep {

    @DataBoundConstructor
    public EcsBlueGreenStep(String cluster, String service) {
        super(cluster, service);
    }

    @Extension
    public static final class DescriptorImpl extends FormDescriptor {
        @Override
        public String getFunctionName() {
            return "ecsBlueGreen";
        }

        @Override
        public String getDisplayName() {
            return Messages.EcsBlueGreenStep_DisplayName();
        }
    }
}
