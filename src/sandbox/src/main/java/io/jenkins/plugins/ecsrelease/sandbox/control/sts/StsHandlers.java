package io.jenkins.plugins.ecsrelease.sandbox.control.sts;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.sts.StsClient;

/** The Security Token Service. */
public final class StsHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return StsClient.class;
    }

    @Override
    public Object in(World world) {
        return new SecurityTokens(world);
    }
}
