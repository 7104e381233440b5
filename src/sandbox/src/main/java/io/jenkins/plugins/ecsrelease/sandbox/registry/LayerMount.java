package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.protocol.Mount;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** Serves the addresses of {@link Downloads} to whoever knows them. */
public final class LayerMount implements Mount {

    @Override
    public String path() {
        return Downloads.PATH;
    }

    @Override
    public Handler in(World world, Server server) {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                String key = request.getHttpURI().getPath().substring(Downloads.PATH.length());
                Optional<String> digest = world.part(Downloads.class).digest(key);
                if (digest.isEmpty()) {
                    Reply.text(response, callback, 403, "text/plain", "Request has expired\n");
                    return true;
                }
                Reply.blob(request, response, callback, world.part(Repositories.class).blobs, digest.get());
                return true;
            }
        };
    }
}
