package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Amazon ECR's API. */
public final class EcrHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return EcrClient.class;
    }

    @Override
    public Object in(World world) {
        return new Ecr(world);
    }
}
