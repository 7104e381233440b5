package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/** What a process beside the sandbox may ask of it, under /_sandbox/. */
public final class AdminMount implements Mount {

    @Override
    public String path() {
        return "/_sandbox/";
    }

    @Override
    public Handler in(World world, Server server) {
        return new AdminHandler(world);
    }
}
