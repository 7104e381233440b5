package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.protocol.Mount;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/** The registry under the sandbox's port, where builders look for one. */
public final class RegistryMount implements Mount {

    @Override
    public String path() {
        return "/v2/";
    }

    @Override
    public Handler in(World world, Server server) {
        return new RegistryHandler(world);
    }
}
