package io.jenkins.plugins.ecsrelease.sandbox.control.scaling;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;

/** Application Auto Scaling. */
public final class ScalingHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return ApplicationAutoScalingClient.class;
    }

    @Override
    public Object in(World world) {
        return world.part(Scaling.class);
    }
}
