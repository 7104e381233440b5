package io.jenkins.plugins.ecsrelease.engine.exec;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The client's end of one Session Manager data channel: connects, keeps alive, connects again, for one
 * {@link Conversation}.
 *
 * <p>Everything happens on the {@link Loop}; nothing that arrives can make it throw or hang. It asks its connection for
 * more only while its sink has room, so what it holds is bounded by the sink, by {@value Conversation#MOST_AHEAD_BYTES}
 * bytes of frames that came too early and by {@value Link#MOST_MESSAGE_BYTES} bytes of a message in parts. Nothing of it
 * is saved: a channel that is lost is replaced by another session.
 */
final class DataChannel implements AutoCloseable {

    /** Where output goes. Called on the loop. */
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

    /**
     * @param tick how often it is looked whether something is to be sent again
     * @param ping how often a ping is sent
     * @param silence how long nothing may be heard before the connection is given up
     * @param unacknowledged how long a message may go unacknowledged before the channel is given up
     * @param reconnects how many connections in a row may bring nothing from the agent
     */
    record Limits(Duration tick, Duration ping, Duration silence, Duration connect, Duration unacknowledged, int reconnects) {
        static final Limits USUAL = new Limits(
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                Duration.ofSeconds(100),
                Duration.ofSeconds(20),
                Duration.ofMinutes(5),
                5);
    }

    private static final long HANG_UP_NANOS = 300_000_000L;

    private static final Logger LOGGER = Logger.getLogger(DataChannel.class.getName());

    private final Link.Maker links;
    private final Loop loop;
    private final Executor calls;
    private final URI url;
    private final String clientId = UUID.randomUUID().toString();
    private final Resumption resumption;
    private final Sink sink;
    private final Limits limits;
    private final Conversation conversation;

    private Loop.Delayed ticking;
    private String token;
    private Link link;
    /** Counts connections, so that callbacks of a dead one are told apart. */
    private int connection;
    private boolean asking;
    private boolean ended;
    private int failures;
    private long heard;
    private long pinged;

    DataChannel(
            Link.Maker links,
            Loop loop,
            Executor calls,
            URI url,
            String token,
            Keys keys,
            Resumption resumption,
            Sink sink,
            Limits limits) {
        this.links = links;
        this.loop = loop;
        this.calls = calls;
        this.url = url;
        this.token = token;
        this.resumption = resumption;
        this.sink = sink;
        this.limits = limits;
        this.conversation = new Conversation(keys, calls, loop, this::onLoop, new Conversation.Voice() {
            @Override
            public void send(byte[] frame) {
                if (link != null) {
                    link.binary(frame);
                }
            }

            @Override
            public void output(byte[] clear) {
                sink.output(clear);
            }

            @Override
            public void over(End end) {
                end(end);
            }
        });
    }

    /** Connects; what comes of it is told to the sink. */
    void open() {
        onLoop(() -> {
            ticking = loop.after(limits.tick().toNanos(), guarded(this::tick));
            connect();
        });
    }

    /** Sends bytes to the command's terminal, once the channel may carry them. */
    void input(byte[] bytes) {
        onLoop(() -> conversation.input(Frame.TERMINAL, bytes));
    }

    /** Tells the terminal's size; also a sign of life that counts as input. */
    void size(int columns, int rows) {
        onLoop(() -> conversation.input(Frame.SIZE, Contents.write(new Contents.Size(columns, rows))));
    }

    /** The sink has room again. */
    void more() {
        onLoop(this::ask);
    }

    /** Messages that were none, so far. For tests and the log. */
    long malformed() {
        return conversation.malformed();
    }

    /** Frames that came too early and wait. For tests. */
    int ahead() {
        return conversation.ahead();
    }

    /** Interrupts what runs in the terminal, so that no follower stays behind in the container, and lets go. */
    void hangUp() {
        onLoop(() -> {
            if (!ended && conversation.ready() && link != null) {
                conversation.input(Frame.TERMINAL, new byte[] {3});
            }
            loop.after(HANG_UP_NANOS, guarded(() -> end(new End(false, "closed here"))));
        });
    }

    /** Lets go of the connection. The command is not told; to end it, send it an interrupt first. */
    @Override
    public void close() {
        onLoop(() -> end(new End(false, "closed here")));
    }

    // ---------------------------------------------------------------------------------------------------- connection

    private void connect() {
        if (ended) {
            return;
        }
        connection++;
        heard = loop.nanos();
        pinged = heard;
        asking = false;
        try {
            links.connect(url, limits.connect(), new Hearing(connection), this::onLoop);
        } catch (IllegalArgumentException e) {
            end(new End(false, "the session's address cannot be used: " + e.getMessage()));
        }
    }

    private void lost(String why) {
        connection++;
        if (link != null) {
            link.abort();
            link = null;
        }
        if (failures++ >= limits.reconnects()) {
            end(new End(false, why));
            return;
        }
        try {
            calls.execute(() -> resume(why));
        } catch (RejectedExecutionException e) {
            end(new End(false, why));
        }
    }

    private void resume(String why) {
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
                long millis = Math.min(5_000, 100L << Math.min(10, failures - 1));
                loop.after(millis * 1_000_000, guarded(this::connect));
            }
        });
    }

    private void end(End how) {
        if (ended) {
            return;
        }
        ended = true;
        connection++;
        if (ticking != null) {
            ticking.cancel();
        }
        if (link != null) {
            link.abort();
            link = null;
        }
        sink.ended(how);
    }

    private void tick() {
        if (ended) {
            return;
        }
        ticking = loop.after(limits.tick().toNanos(), guarded(this::tick));
        if (conversation.unacknowledged() > limits.unacknowledged().toNanos()) {
            end(new End(false, "the agent acknowledged nothing for " + limits.unacknowledged().toSeconds() + " s"));
            return;
        }
        if (link == null) {
            return;
        }
        conversation.tick();
        long now = loop.nanos();
        if (now - pinged > limits.ping().toNanos()) {
            pinged = now;
            link.ping();
        }
        if (!asking) {
            heard = now; // silence of our own making
        } else if (now - heard > limits.silence().toNanos()) {
            lost("nothing was heard for " + limits.silence().toSeconds() + " s");
        }
    }

    private void ask() {
        if (!ended && link != null && !asking && sink.hasRoom()) {
            asking = true;
            link.request();
        }
    }

    /** Hears one connection, as long as it is the current one. */
    private final class Hearing implements Link.Ear {

        private final int mine;

        Hearing(int mine) {
            this.mine = mine;
        }

        private boolean current() {
            return mine == connection && !ended;
        }

        @Override
        public void opened(Link made) {
            if (!current()) {
                made.abort();
                return;
            }
            link = made;
            heard = loop.nanos();
            made.text(Contents.writeText(new Contents.Open(
                    "1.0", UUID.randomUUID().toString(), token, clientId, Contents.CLIENT_VERSION)));
            ask();
        }

        @Override
        public void message(byte[] bytes) {
            if (current()) {
                heard = loop.nanos();
                asking = false;
                if (conversation.received(bytes)) {
                    failures = 0;
                }
                ask();
            }
        }

        @Override
        public void dropped() {
            if (current()) {
                heard = loop.nanos();
                asking = false;
                conversation.dropped();
                ask();
            }
        }

        @Override
        public void alive() {
            if (current()) {
                heard = loop.nanos();
            }
        }

        @Override
        public void lost(String why) {
            if (current()) {
                DataChannel.this.lost(why);
            }
        }
    }

    // -------------------------------------------------------------------------------------------------------- threads

    private void onLoop(Runnable body) {
        loop.run(guarded(body));
    }

    private Runnable guarded(Runnable body) {
        return () -> {
            try {
                body.run();
            } catch (RejectedExecutionException closing) {
                LOGGER.log(Level.FINE, "A data channel was to go on while its threads ended", closing);
                end(new End(false, "the threads of this client have ended"));
            } catch (RuntimeException | StackOverflowError e) {
                LOGGER.log(Level.WARNING, "A data channel failed", e);
                end(new End(false, "an error of this client: " + Words.of(e)));
            }
        };
    }
}
