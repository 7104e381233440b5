package io.jenkins.plugins.ecsrelease.sandbox.control.cloudwatch;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Amazon CloudWatch in the sandbox. */
public final class CloudWatchHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return CloudWatchClient.class;
    }

    @Override
    public Object in(World world) {
        return world.part(CloudWatch.class);
    }
}
