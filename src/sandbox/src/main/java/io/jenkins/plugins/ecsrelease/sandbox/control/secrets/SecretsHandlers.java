package io.jenkins.plugins.ecsrelease.sandbox.control.secrets;

import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets Manager. */
public final class SecretsHandlers implements Handlers {

    @Override
    public Class<?> client() {
        return SecretsManagerClient.class;
    }

    @Override
    public Object in(World world) {
        return new Secrets(world);
    }
}
