package io.jenkins.plugins.ecsrelease.engine.exec;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The client's end of one Session Manager data channel: ordered, acknowledged, resent, kept alive, connected again.
 *
 * <p>Everything happens on one thread, the {@code loop}; nothing that arrives can make it throw or hang. It asks the
 * WebSocket for more only while its sink has room, so what it holds is bounded by the sink, by {@value #MOST_AHEAD_BYTES}
 * bytes of frames that came too early and by {@value #MOST_MESSAGE_BYTES} bytes of a message in parts. Nothing of it is
 * saved: a channel that is lost is replaced by another session.
 */
final class DataChannel implements AutoCloseable {

    /** Where output goes. Called on the channel's thread. */
    interface Sink {
        void output(byte[] bytes);

        /** Whether more may be asked for; when it turns true again, {@link DataChannel#more()} is called. */
        boolean hasRoom();

        /** The last call. */
        void ended(End end);
    }

    /**
     * How a channel ended.
     *
     * @param closed whether the service closed it, which says nothing about the command; else the connection was lost
     * @param text the reason given, or what broke
     */
    record End(boolean closed, String text) {}

    /** A new token for the same session after the connection was lost; empty when the session is over. */
    interface Resumption {
        Optional<String> token() throws Exception;
    }

    /** @param unacknowledged how long a message may go unacknowledged before the channel is given up */
    record Limits(Duration tick, Duration ping, Duration silence, Duration connect, Duration unacknowledged, int reconnects) {
        static final Limits USUAL = new Limits(
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(100),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                5);
    }

    static final int MOST_AHEAD_FRAMES = 10_000;
    static final int MOST_AHEAD_BYTES = 1024 * 1024;
    static final int MOST_MESSAGE_BYTES = 1024 * 1024;
    private static final int MOST_SENDS = 20_000;

    private static final Logger LOGGER = Logger.getLogger(DataChannel.class.getName());

    private final HttpClient http;
    private final ScheduledExecutorService loop;
    private final Executor calls;
    private final URI url;
    private final String clientId = UUID.randomUUID().toString();
    private final Keys keys;
    private final Resumption resumption;
    private final Sink sink;
    private final Limits limits;

    private final Incoming incoming = new Incoming(MOST_AHEAD_FRAMES, MOST_AHEAD_BYTES);
    private final Outgoing outgoing = new Outgoing();
    private final Deque<Input> held = new ArrayDeque<>();

    private record Input(int kind, byte[] clear) {}

    private ScheduledFuture<?> ticking;
    private String token;
    private WebSocket socket;
    /** Counts connections, so that callbacks of a dead one are told apart. */
    private int connection;
    private CompletableFuture<?> sends = CompletableFuture.completedFuture(null);
    private int sending;
    private boolean ready;
    private boolean handshaking;
    private boolean paused;
    private boolean asking;
    private boolean ended;
    private int failures;
    private Handshake handshake;
    private long heard;
    private long pinged;
    private long malformed;

    DataChannel(
            HttpClient http,
            ScheduledExecutorService loop,
            Executor calls,
            URI url,
            String token,
            Keys keys,
            Resumption resumption,
            Sink sink,
            Limits limits) {
        this.http = http;
        this.loop = loop;
        this.calls = calls;
        this.url = url;
        this.token = token;
        this.keys = keys;
        this.resumption = resumption;
        this.sink = sink;
        this.limits = limits;
    }

    /** Connects; what comes of it is told to the sink. */
    void open() {
        onLoop(() -> {
            handshake = new Handshake(keys, calls, this::onLoop, this::number);
            ticking = loop.scheduleWithFixedDelay(
                    guarded(this::tick), limits.tick().toNanos(), limits.tick().toNanos(), TimeUnit.NANOSECONDS);
            connect();
        });
    }

    /** Sends bytes to the command's terminal, once the channel may carry them. */
    void input(byte[] bytes) {
        onLoop(() -> queue(new Input(Frame.TERMINAL, bytes)));
    }

    /** Tells the terminal's size; also a sign of life that counts as input. */
    void size(int columns, int rows) {
        onLoop(() -> queue(new Input(Frame.SIZE, Contents.write(new Contents.Size(columns, rows)))));
    }

    /** The sink has room again. */
    void more() {
        onLoop(this::ask);
    }

    /** Messages that were none, so far. For tests and the log. */
    long malformed() {
        return malformed;
    }

    /** Interrupts what runs in the terminal, so that no follower stays behind in the container, and lets go. */
    void hangUp() {
        onLoop(() -> {
            if (!ended && ready && socket != null) {
                number(Frame.TERMINAL, new byte[] {3});
            }
            loop.schedule(guarded(() -> end(new End(false, "closed here"))), 300, TimeUnit.MILLISECONDS);
        });
    }

    /** Frames that came too early and wait. For tests. */
    int ahead() {
        return incoming.waiting();
    }

    /** Lets go of the connection. The command is not told; to end it, send it an interrupt first. */
    @Override
    public void close() {
        onLoop(() -> end(new End(false, "closed here")));
    }

    // ---------------------------------------------------------------------------------------------------- connection

    private void connect() {
        int mine = ++connection;
        heard = System.nanoTime();
        pinged = heard;
        sends = CompletableFuture.completedFuture(null);
        sending = 0;
        asking = false;
        Contents.Open opening =
                new Contents.Open("1.0", UUID.randomUUID().toString(), token, clientId, Contents.CLIENT_VERSION);
        try {
            http.newWebSocketBuilder()
                    .connectTimeout(limits.connect())
                    .buildAsync(url, new Ear(mine))
                    .whenComplete((made, failed) -> onLoop(() -> {
                        if (mine != connection || ended) {
                            if (made != null) {
                                made.abort();
                            }
                        } else if (failed != null) {
                            lost(mine, "could not connect to " + url.getHost() + ": " + Words.of(failed));
                        } else {
                            socket = made;
                            heard = System.nanoTime();
                            send(() -> made.sendText(Contents.writeText(opening), true));
                            ask();
                        }
                    }));
        } catch (IllegalArgumentException e) {
            end(new End(false, "the session's address cannot be used: " + e.getMessage()));
        }
    }

    private void lost(int which, String why) {
        if (ended || which != connection) {
            return;
        }
        connection++;
        if (socket != null) {
            socket.abort();
            socket = null;
        }
        if (failures++ >= limits.reconnects()) {
            end(new End(false, why));
            return;
        }
        calls.execute(() -> {
            Optional<String> fresh;
            try {
                fresh = resumption.token();
            } catch (Exception e) {
                LOGGER.log(Level.FINE, "A session could not be resumed", e);
                fresh = Optional.empty();
            }
            Optional<String> next = fresh;
            onLoop(() -> {
                if (next.isEmpty()) {
                    end(new End(false, why));
                } else if (!ended) {
                    token = next.get();
                    long delay = Math.min(5_000, 100L << Math.min(10, failures - 1));
                    loop.schedule(guarded(this::connect), delay, TimeUnit.MILLISECONDS);
                }
            });
        });
    }

    private void end(End how) {
        if (ended) {
            return;
        }
        ended = true;
        connection++;
        if (ticking != null) {
            ticking.cancel(false);
        }
        if (socket != null) {
            socket.abort();
            socket = null;
        }
        held.clear();
        sink.ended(how);
    }

    // ------------------------------------------------------------------------------------------------------- sending

    /** One send at a time, in order: the JDK's WebSocket refuses a second before the first is out. */
    private void send(java.util.function.Supplier<CompletableFuture<WebSocket>> one) {
        if (socket == null) {
            return;
        }
        if (++sending > MOST_SENDS) {
            lost(connection, "the gateway takes nothing any more");
            return;
        }
        int mine = connection;
        sends = sends.thenComposeAsync(ignored -> mine == connection ? one.get() : CompletableFuture.completedFuture(null),
                        this::onLoop)
                .whenCompleteAsync((done, failed) -> {
                    if (mine == connection) {
                        sending--;
                        if (failed != null) {
                            lost(mine, "could not send: " + Words.of(failed));
                        }
                    }
                }, this::onLoop);
    }

    private void sendFrame(byte[] encoded) {
        WebSocket to = socket;
        send(() -> to.sendBinary(ByteBuffer.wrap(encoded), true));
    }

    private void queue(Input input) {
        if (ended) {
            return;
        }
        if (ready) {
            number(input.kind(), input.clear());
        } else {
            held.add(input); // before the agent's mode is known, anything but an acknowledgement can break the session
        }
    }

    private void number(int kind, byte[] clear) {
        try {
            byte[] payload = kind == Frame.TERMINAL ? handshake.seal(clear) : clear;
            byte[] encoded = Frame.of(Frame.INPUT, System.currentTimeMillis(), outgoing.number(), 0, UUID.randomUUID(), kind, payload)
                    .encode();
            outgoing.sent(encoded, System.nanoTime());
            sendFrame(encoded);
        } catch (java.security.GeneralSecurityException e) {
            end(new End(false, "could not encrypt: " + e.getMessage()));
        }
    }

    private void acknowledge(Frame frame) {
        byte[] content = Contents.write(
                new Contents.Acknowledgement(frame.type(), frame.id().toString(), frame.sequence(), true));
        sendFrame(Frame.of(
                        Frame.ACKNOWLEDGE, System.currentTimeMillis(), 0, Frame.SYN_AND_FIN, UUID.randomUUID(), Frame.NONE, content)
                .encode());
    }

    private void tick() {
        if (ended || socket == null) {
            return;
        }
        long now = System.nanoTime();
        if (!paused) {
            outgoing.due(now).ifPresent(this::sendFrame);
        }
        if (outgoing.oldest(now) > limits.unacknowledged().toNanos()) {
            end(new End(false, "the agent acknowledged nothing for " + limits.unacknowledged().toSeconds() + " s"));
            return;
        }
        if (now - pinged > limits.ping().toNanos()) {
            pinged = now;
            WebSocket to = socket;
            send(() -> to.sendPing(ByteBuffer.wrap("keepalive".getBytes(StandardCharsets.US_ASCII))));
        }
        if (!asking) {
            heard = now; // silence of our own making
        } else if (now - heard > limits.silence().toNanos()) {
            lost(connection, "nothing was heard for " + limits.silence().toSeconds() + " s");
        }
    }

    // ----------------------------------------------------------------------------------------------------- receiving

    private void ask() {
        if (!ended && socket != null && !asking && sink.hasRoom()) {
            asking = true;
            socket.request(1);
        }
    }

    private void received(ByteBuffer message) {
        Frame frame;
        try {
            frame = Frame.decode(message);
        } catch (Frame.Malformed e) {
            malformed++;
            LOGGER.log(Level.FINE, "Ignored {0}", e.getMessage());
            return;
        }
        failures = 0;
        switch (frame.type()) {
            case Frame.OUTPUT -> stream(frame);
            case Frame.ACKNOWLEDGE -> acknowledged(frame);
            case Frame.CHANNEL_CLOSED -> end(new End(true, reason(frame)));
            case Frame.PAUSE -> paused = true;
            case Frame.START -> paused = false;
            default -> LOGGER.log(Level.FINE, "Ignored a message of type {0}", frame.type());
        }
    }

    private void acknowledged(Frame frame) {
        paused = false;
        try {
            outgoing.acknowledged(
                    Contents.read(frame.payload(), Contents.Acknowledgement.class).sequence(), System.nanoTime());
        } catch (java.io.IOException e) {
            malformed++;
        }
    }

    private static String reason(Frame frame) {
        try {
            return Contents.tree(frame.payload()).path("Output").asText("");
        } catch (java.io.IOException e) {
            return "";
        }
    }

    private void stream(Frame frame) {
        paused = false;
        if (!frame.intact() || frame.sequence() < 0) {
            malformed++; // not acknowledged: it comes again
            return;
        }
        Incoming.Taken taken = incoming.take(frame);
        if (taken.acknowledge()) {
            acknowledge(frame);
        }
        for (Frame next : taken.ready()) {
            if (ended) {
                return;
            }
            inOrder(next);
        }
    }

    private void inOrder(Frame frame) {
        switch (frame.kind()) {
            case Frame.TERMINAL, Frame.STANDARD_ERROR -> {
                try {
                    byte[] clear = handshake.open(frame.payload());
                    becomeReady();
                    sink.output(clear);
                } catch (java.security.GeneralSecurityException e) {
                    end(new End(false, "a message could not be decrypted: " + Words.of(e)));
                }
            }
            case Frame.HANDSHAKE_REQUEST -> {
                handshaking = true;
                handshake.requested(frame.payload(), this::handshakeFailed);
            }
            case Frame.CHALLENGE -> handshake.challenged(frame.payload(), this::handshakeFailed);
            case Frame.HANDSHAKE_COMPLETE -> becomeReady();
            default -> {
                // An exit code never comes from ECS Exec, and a flag is for port sessions: the sentinel in the output counts.
                if (!handshaking) {
                    becomeReady();
                }
            }
        }
    }

    private void handshakeFailed(String why) {
        end(new End(false, "the handshake failed: " + why));
    }

    private void becomeReady() {
        if (!ready) {
            ready = true;
            for (Input input = held.poll(); input != null; input = held.poll()) {
                number(input.kind(), input.clear());
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------- threads

    private void onLoop(Runnable body) {
        try {
            loop.execute(guarded(body));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "The loop is closed", e);
        }
    }

    private Runnable guarded(Runnable body) {
        return () -> {
            try {
                body.run();
            } catch (RuntimeException | StackOverflowError e) {
                LOGGER.log(Level.WARNING, "A data channel failed", e);
                end(new End(false, "an error of this client: " + Words.of(e)));
            }
        };
    }

    /** Hears one connection. Copies what comes and hands it to the loop. */
    private final class Ear implements WebSocket.Listener {

        private final int mine;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private final StringBuilder text = new StringBuilder();
        private boolean tooLong;

        Ear(int mine) {
            this.mine = mine;
        }

        @Override
        public void onOpen(WebSocket opened) {
            // The first request is made once the token is on its way.
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            onLoop(() -> part(part, last));
            return null;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            byte[] part = data.toString().getBytes(StandardCharsets.UTF_8);
            onLoop(() -> part(part, last));
            return null;
        }

        private void part(byte[] part, boolean last) {
            if (mine != connection || ended) {
                return;
            }
            heard = System.nanoTime();
            if (parts.size() + part.length > MOST_MESSAGE_BYTES) {
                tooLong = true;
                parts.reset();
            }
            if (!tooLong) {
                parts.write(part, 0, part.length);
            }
            asking = false;
            if (last) {
                byte[] message = parts.toByteArray();
                parts.reset();
                if (tooLong) {
                    malformed++;
                    tooLong = false;
                } else {
                    received(ByteBuffer.wrap(message));
                }
            }
            ask();
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
            onLoop(this::alive);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            onLoop(this::alive);
            return null;
        }

        private void alive() {
            if (mine == connection && !ended) {
                heard = System.nanoTime();
                asking = false; // a ping and a pong use up a request too
                ask();
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            onLoop(() -> lost(mine, "the connection was closed (" + status + (reason.isEmpty() ? "" : ", " + reason) + ")"));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            onLoop(() -> lost(mine, "the connection broke: " + Words.of(error)));
        }
    }
}
