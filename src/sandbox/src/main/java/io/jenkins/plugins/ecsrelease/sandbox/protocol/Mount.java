package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/**
 * What shares the sandbox's one port with the AWS API: the image registry, the session gateway, the admin API. Found
 * through {@link java.util.ServiceLoader}. It checks its own callers; the API's signatures do not reach it.
 */
public interface Mount {

    /** The path it answers and everything below, such as "/v2/". */
    String path();

    /**
     * @param server the server before its start, as {@code WebSocketUpgradeHandler.from(server, …)} wants it
     */
    Handler in(World world, Server server);
}
