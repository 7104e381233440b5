package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/** Kept-alive connections of the world's load balancers to its tasks, one request at a time on each. */
public final class Connections implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2000;

    private final Map<InetSocketAddress, Deque<Wire>> idle = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Connections(World world) {
        this();
    }

    Connections() {}

    /**
     * Sends a request and waits for its response.
     *
     * @param timeoutMillis real milliseconds to wait for the response; 0 for ever
     * @throws IOException nothing listens there, the connection was cut, or the response did not come in time
     */
    public Message send(InetSocketAddress to, Message request, int timeoutMillis) throws IOException {
        Deque<Wire> kept = idle.computeIfAbsent(to, address -> new ConcurrentLinkedDeque<>());
        Wire wire = kept.pollFirst();
        if (wire != null) {
            try {
                return exchange(wire, kept, request, timeoutMillis);
            } catch (SocketTimeoutException e) {
                wire.close();
                throw e;
            } catch (IOException e) {
                // It may have been closed while it was idle; a fresh connection tells whether anything still listens.
                wire.close();
            }
        }
        Wire fresh = connect(to);
        try {
            return exchange(fresh, kept, request, timeoutMillis);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
    }

    private Message exchange(Wire wire, Deque<Wire> kept, Message request, int timeoutMillis) throws IOException {
        wire.timeout(timeoutMillis);
        wire.write(request, false);
        Message response = wire.read(request.method().equals("HEAD"));
        if (response == null) {
            throw new IOException("The connection was closed without a response");
        }
        if (response.closes() || closed) {
            wire.close();
        } else {
            kept.addFirst(wire);
        }
        return response;
    }

    private static Wire connect(InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(to, CONNECT_MILLIS);
            return new Wire(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Forgets the kept connections to a port that is gone. */
    public void forget(InetSocketAddress address) {
        Deque<Wire> kept = idle.remove(address);
        if (kept != null) {
            kept.forEach(Wire::close);
        }
    }

    @Override
    public void close() {
        closed = true;
        idle.keySet().forEach(this::forget);
    }
}
