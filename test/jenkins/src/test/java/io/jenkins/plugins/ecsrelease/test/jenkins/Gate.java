package io.jenkins.plugins.ecsrelease.test.jenkins;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.rules.ExternalResource;

/** Where programs in a container or on an agent ask whether they may end, so that a test says how long they run. */
final class Gate extends ExternalResource {

    private final Map<String, BooleanSupplier> open = new ConcurrentHashMap<>();
    private HttpServer server;

    /** @param name of the program; @param mayEnd asked each time */
    void when(String name, BooleanSupplier mayEnd) {
        open.put(name, mayEnd);
    }

    /** A shell's command that waits here. */
    String waitFor(String name) {
        return "until wget -q -O /dev/null 2> /dev/null http://127.0.0.1:" + server.getAddress().getPort() + "/" + name + "; do sleep 1; done";
    }

    @Override
    protected void before() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", asked -> {
            BooleanSupplier mayEnd = open.getOrDefault(asked.getRequestURI().getPath().substring(1), () -> true);
            asked.sendResponseHeaders(mayEnd.getAsBoolean() ? 200 : 503, -1);
            asked.close();
        });
        server.setExecutor(Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "gate");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @Override
    protected void after() {
        server.stop(0);
    }
}
