package io.jenkins.plugins.ecsrelease.sandbox.control.kms;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.kms.KmsClient;

/** Key Management Service. */
public final class KmsHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return KmsClient.class;
    }

    @Override
    public Object in(World world) {
        return new Kms(world);
    }
}
