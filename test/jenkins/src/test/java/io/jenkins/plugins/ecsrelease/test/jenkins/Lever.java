package io.jenkins.plugins.ecsrelease.test.jenkins;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.rules.ExternalResource;

/**
 * The wire between Jenkins and AWS, which can be pulled in a given phase of an operation: from then on no request and no
 * reply passes until it is joined again. The phase is the one that the engine's journal names at that very moment, so that
 * no test depends on how fast anything is.
 */
public final class Lever extends ExternalResource {

    private static final Pattern PHASE = Pattern.compile("\"phase\"\\s*:\\s*\\{\\s*\"name\"\\s*:\\s*\"([^\"]+)\"");

    /** What is lost when the wire is pulled. */
    public enum Loses {
        /** The first request of the phase does not arrive. */
        THE_REQUEST,
        /** It arrives, and its reply does not. */
        THE_REPLY
    }

    private final Aws aws;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> seen = new LinkedHashSet<>();
    private ServerSocket server;
    private volatile Path journals;
    private volatile String phase = "";
    private volatile Loses loses = Loses.THE_REQUEST;
    private volatile boolean pulled;

    public Lever(Aws aws) {
        this.aws = aws;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Where the engine of this Jenkins keeps its open journals. */
    public void watch(Path home) {
        journals = home.resolve("ecs-release").resolve("open");
    }

    /** To be pulled at the next request of this phase. */
    public synchronized void set(String atPhase, Loses what) {
        phase = atPhase;
        loses = what;
        pulled = false;
        seen.clear();
    }

    /** Whether it has been pulled. */
    public boolean pulled() {
        return pulled;
    }

    /** Joins the wire again, for good. */
    public synchronized void join() {
        phase = "";
        pulled = false;
    }

    /** The phases in which something was asked since it was set, in their order. */
    public synchronized Set<String> seen() {
        return new LinkedHashSet<>(seen);
    }

    @Override
    protected void before() throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        thread("phases", () -> {
            // A phase that follows a program asks nothing over this wire.
            while (!server.isClosed()) {
                pull("");
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

    private void connect(Socket client) throws IOException {
        try (client; Socket there = new Socket(aws.endpoint().getHost(), aws.endpoint().getPort())) {
            open.add(there);
            Thread replies = thread("reply", () -> pump(there.getInputStream(), client.getOutputStream(), false));
            pump(client.getInputStream(), there.getOutputStream(), true);
            there.shutdownOutput();
            replies.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Ends, and the connection with it, as soon as the wire is pulled. */
    private void pump(InputStream from, OutputStream to, boolean requests) throws IOException {
        byte[] buffer = new byte[65536];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            if (pulled || requests && pull(new String(buffer, 0, count, StandardCharsets.ISO_8859_1)) == Loses.THE_REQUEST) {
                throw new IOException("The wire is pulled.");
            }
            to.write(buffer, 0, count);
            to.flush();
        }
    }

    private synchronized Loses pull(String request) throws IOException {
        for (String each : phases()) {
            seen.add(each);
            if (each.equals(phase) && (loses == Loses.THE_REQUEST || request.contains("\r\n\r\n"))) {
                pulled = true;
                return loses;
            }
        }
        return null;
    }

    private Set<String> phases() throws IOException {
        Set<String> phases = new LinkedHashSet<>();
        Path directory = journals;
        if (directory != null && Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
                for (Path file : files) {
                    Matcher name = PHASE.matcher(Files.readString(file));
                    if (name.find()) {
                        phases.add(name.group(1));
                    }
                }
            } catch (java.nio.file.NoSuchFileException closed) {
                // It has just gone to the build's directory.
            }
        }
        return phases;
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread thread(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) {
                // One side has gone, or the wire is pulled.
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
