package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The one loopback port: every {@link Mount} under its path, and the AWS API everywhere else. */
public final class Port implements AutoCloseable {

    private record Mounted(String path, Handler handler) {}

    private final Server server;
    private final ServerConnector connector;
    private volatile long lastAsked = System.nanoTime();

    public Port(World world, Api api, int number) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4);
        threads.setName("sandbox-http");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(64 * 1024);
        // Signatures are of header values as sent; Jetty would replace common ones by its own spelling of them.
        http.setHeaderCacheCaseSensitive(true);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(number);
        server.addConnector(connector);
        connector.open();
        world.part(Place.class).endpoint(URI.create("http://127.0.0.1:" + connector.getLocalPort()));

        List<Mounted> mounts = new ArrayList<>();
        for (Mount mount : ServiceLoader.load(Mount.class, Port.class.getClassLoader())) {
            mounts.add(new Mounted(mount.path(), mount.in(world, server)));
        }
        mounts.sort(Comparator.comparing((Mounted mounted) -> mounted.path().length()).reversed());
        server.setHandler(new ByPath(mounts, new ApiHandler(api)));
        server.start();
    }

    /** Real seconds since the last request of any kind. */
    public double idleSeconds() {
        return (System.nanoTime() - lastAsked) / 1e9;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    private final class ByPath extends Handler.Abstract {

        private final List<Mounted> mounts;
        private final Handler otherwise;

        ByPath(List<Mounted> mounts, Handler otherwise) {
            this.mounts = mounts;
            this.otherwise = otherwise;
            for (Mounted mounted : mounts) {
                installBean(mounted.handler());
            }
            installBean(otherwise);
        }

        @Override
        public void setServer(Server to) {
            super.setServer(to);
            mounts.forEach(mounted -> mounted.handler().setServer(to));
            otherwise.setServer(to);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            lastAsked = System.nanoTime();
            String path = request.getHttpURI().getPath();
            for (Mounted mounted : mounts) {
                if (path.startsWith(mounted.path()) || (path + "/").equals(mounted.path())) {
                    return mounted.handler().handle(request, response, callback);
                }
            }
            return otherwise.handle(request, response, callback);
        }
    }
}
