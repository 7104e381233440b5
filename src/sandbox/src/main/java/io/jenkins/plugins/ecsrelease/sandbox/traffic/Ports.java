package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The loopback ports of one world: those of listeners and of tasks. They come and go by the hundred, so one thread accepts
 * for all of them; each connection has a thread while it lasts.
 */
public final class Ports implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Ports.class.getName());

    /** What answers requests on a port; runs on the connection's thread. */
    @FunctionalInterface
    public interface Answer {
        /** Null cuts the connection without a reply. */
        Message to(Message request) throws Exception;
    }

    private final Queue<Port> opened = new ConcurrentLinkedQueue<>();
    private final Set<Port> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger threads = new AtomicInteger();
    private ExecutorService connections;
    private volatile Selector selector;

    Ports(World world) {}

    /** A port that is opened when someone first asks for its address, so that what nobody talks to costs nothing. */
    public Port port(Answer answer) {
        return new Port(answer);
    }

    private synchronized ServerSocketChannel open(Port port) {
        try {
            if (selector == null) {
                selector = Selector.open();
                connections = Executors.newCachedThreadPool(run -> daemon(run, "sandbox-traffic-" + threads.incrementAndGet()));
                daemon(this::accept, "sandbox-accept").start();
            }
            ServerSocketChannel channel = ServerSocketChannel.open();
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            channel.configureBlocking(false);
            open.add(port);
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox could not open a port on 127.0.0.1", e);
        }
    }

    /** What answers on a real port; empty where nothing listens. */
    Optional<Answer> at(int port) {
        return open.stream().filter(one -> one.address().getPort() == port).map(one -> one.answer).findFirst();
    }

    /** Closes every port and every connection of this world. */
    @Override
    public synchronized void close() throws IOException {
        for (Port port : open) {
            port.close();
        }
        if (selector != null) {
            selector.close();
            connections.shutdownNow();
        }
    }

    private static Thread daemon(Runnable run, String name) {
        Thread thread = new Thread(run, name);
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (selector.isOpen()) {
            try {
                selector.select();
                for (Port port = opened.poll(); port != null; port = opened.poll()) {
                    if (port.channel.isOpen()) {
                        port.channel.register(selector, SelectionKey.OP_ACCEPT, port);
                    }
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    ((Port) key.attachment()).accept();
                }
                selector.selectedKeys().clear();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException e) {
                if (selector.isOpen()) {
                    LOGGER.log(Level.FINE, "The sandbox could not accept a connection", e);
                }
            }
        }
    }

    /** One port. */
    public final class Port implements AutoCloseable {

        private final Answer answer;
        private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
        private volatile ServerSocketChannel channel;
        private volatile boolean closed;

        Port(Answer answer) {
            this.answer = answer;
        }

        /** What answers there; null once it was closed. */
        Answer answer() {
            return closed ? null : answer;
        }

        /** Where it listens from now on, unless it was closed. */
        public InetSocketAddress address() {
            try {
                return (InetSocketAddress) channel().getLocalAddress();
            } catch (IOException e) {
                throw new UncheckedIOException("The port was closed", e);
            }
        }

        private ServerSocketChannel channel() throws IOException {
            ServerSocketChannel now = channel;
            if (now == null) {
                synchronized (this) {
                    if (closed) {
                        throw new IOException("The port was closed");
                    }
                    if (channel == null) {
                        channel = open(this);
                        // Only now: whoever accepts may be awake already, and looks at the channel.
                        opened.add(this);
                        selector.wakeup();
                    }
                    now = channel;
                }
            }
            return now;
        }

        private void accept() throws IOException {
            while (channel.isOpen()) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                Wire wire = new Wire(accepted.socket());
                wires.add(wire);
                connections.execute(() -> serve(wire));
            }
        }

        private void serve(Wire wire) {
            try (wire) {
                for (Message request = wire.read(false); request != null && !closed; request = wire.read(false)) {
                    Message reply = answer.to(request);
                    if (reply == null || closed) {
                        return;
                    }
                    wire.write(reply, request.method().equals("HEAD"));
                    if (request.closes() || request.start().endsWith("/1.0")) {
                        return;
                    }
                }
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "A connection ended", e);
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "A request to the sandbox's traffic failed", e);
            } finally {
                wires.remove(wire);
            }
        }

        /** No new connections; those that are open are cut. */
        @Override
        public synchronized void close() throws IOException {
            closed = true;
            if (channel != null) {
                open.remove(this);
                channel.close();
                selector.wakeup();
                wires.forEach(Wire::close);
            }
        }
    }
}
