package io.jenkins.plugins.ecsrelease.test.jenkins;

import hudson.ExtensionList;
import hudson.model.listeners.ItemListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.junit.rules.ExternalResource;

/** Stands between Jenkins and AWS: every key that requests are signed with has a {@link Wire} of its own. */
public final class Lever extends ExternalResource {

    private static final Pattern KEY = Pattern.compile("Credential=([A-Z0-9]+)/");

    private final Aws aws;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Wire> wires = new ConcurrentHashMap<>();
    private volatile boolean down;
    private volatile Path home;
    private ServerSocket server;

    public Lever(Aws aws) {
        this.aws = aws;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The wire of what is signed with this key, on which one job's operations run. */
    Wire wire(String key, String job) {
        Supplier<Path> journals = () -> home == null ? null : home.resolve("ecs-release").resolve("open");
        return wires.computeIfAbsent(key, one -> new Wire(job, journals));
    }

    /** @param jenkins the home of Jenkins */
    void watch(Path jenkins) {
        home = jenkins;
        down = false;
    }

    /** A Jenkins that has come up. Once it goes down, and before it waits for anybody, whatever waits is lost. */
    void watch(Jenkins jenkins) {
        watch(jenkins.getRootDir().toPath());
        ExtensionList.lookup(ItemListener.class).add(0, new ItemListener() {
            @Override
            public void onBeforeShutdown() {
                down = true;
            }
        });
    }

    @Override
    protected void before() throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        thread("phases", () -> {
            while (!server.isClosed()) {
                wires.values().forEach(down ? Wire::cut : Wire::look);
                Shop.pause();
            }
        });
        thread("wire", () -> {
            while (!server.isClosed()) {
                Socket client = server.accept();
                open.add(client);
                thread("request", () -> connect(client));
            }
        });
    }

    @Override
    protected void after() {
        try {
            server.close();
            for (Socket each : open) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection; its requests come one after another. */
    private final class Connection {

        private volatile Wire wire;

        boolean request(String part) {
            Matcher key = KEY.matcher(part);
            if (key.find()) {
                wire = wires.get(key.group(1));
            }
            // The rest of a request that has begun is no question of its own.
            return wire == null || !key.reset().find() && !part.contains("Action=") || wire.passes(part, this);
        }

        boolean reply() {
            return wire == null || wire.goesOn(this);
        }
    }

    private void connect(Socket client) throws IOException {
        Connection connection = new Connection();
        try (client; Socket there = new Socket(aws.endpoint().getHost(), aws.endpoint().getPort())) {
            open.add(there);
            Thread replies = thread("reply", () -> {
                try (client; there) {
                    pump(there.getInputStream(), client.getOutputStream(), part -> connection.reply());
                }
            });
            pump(client.getInputStream(), there.getOutputStream(), connection::request);
            there.shutdownOutput();
            replies.join();
            open.remove(there);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private interface Passes {
        boolean passes(String part);
    }

    /** Ends, and the connection with it, where something is lost. */
    private static void pump(InputStream from, OutputStream to, Passes passes) throws IOException {
        byte[] buffer = new byte[65536];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            if (!passes.passes(new String(buffer, 0, count, StandardCharsets.ISO_8859_1))) {
                throw new IOException("The wire is cut.");
            }
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread thread(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException | UncheckedIOException ended) {
                // One side has gone, or the wire is cut.
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
