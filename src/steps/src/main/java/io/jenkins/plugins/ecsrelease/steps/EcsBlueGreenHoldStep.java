package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.Util;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.ecsrelease.engine.service.BlueGreenOrder;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** Deploys a service, and holds it at one point while a block decides whether it goes on. */
public final class EcsBlueGreenHoldStep extends BlueGreenStep {

    private final String hold;
    private int holdMinutes;

    @DataBoundConstructor
    public EcsBlueGreenHoldStep(String cluster, String service, String hold) {
        super(cluster, service);
        this.hold = Util.fixEmptyAndTrim(hold);
    }

    @Override
    BlueGreenOrder order(Build build) {
        if (hold == null) {
            throw new IllegalArgumentException("Say where the deployment is held while the block decides: hold: 'beforeTraffic' or hold: 'afterTraffic'.");
        }
        return super.order(build).heldAt(hold, holdMinutes);
    }

    /** beforeTraffic or afterTraffic. */
    public String getHold() {
        return hold;
    }

    /** How long a hold may last before ECS rolls back by itself; 0 for a day. */
    public int getHoldMinutes() {
        return holdMinutes;
    }

    @DataBoundSetter
    public void setHoldMinutes(int holdMinutes) {
        this.holdMinutes = holdMinutes;
    }

    @Extension
    public static final class DescriptorImpl extends FormDescriptor {
        @Override
        public String getFunctionName() {
            return "ecsBlueGreenHold";
        }

        @Override
        public String getDisplayName() {
            return Messages.EcsBlueGreenHoldStep_DisplayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @POST
        public ListBoxModel doFillHoldItems() {
            return Choices.of("beforeTraffic", "afterTraffic");
        }
    }
}
