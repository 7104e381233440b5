package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults.Rates;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Gateway and agents in virtual time, after what the agent of AWS is known to do: it numbers its frames, sends again only
 * the head of its queue, every tenth of a second at most and after a time-out learnt from acknowledgements; it reads no
 * terminal while nobody is connected or while it is paused; it waits two seconds at its end for what is not acknowledged.
 */
final class PretendGateway implements Link.Maker {

    /** What runs behind a session. */
    interface Source {
        /** What it says next, at most 1,024 bytes; null for nothing now. */
        Said next();

        /** Whether nothing more will come. */
        boolean ended();

        /** What the client types. */
        default void typed(byte[] bytes) {}
    }

    record Said(int kind, byte[] bytes) {}

    private static final double LATENCY = 15;

    final VirtualLoop loop;
    final Map<String, Long> driven = new TreeMap<>();
    private final Map<String, Session> sessions = new HashMap<>();
    private final Random random;
    private Rates rates;
    boolean resumable = true;
    /** How much longer it takes from opening a session to its first output. */
    double firstOutputMillis = 1000;
    String closing = "";

    PretendGateway(VirtualLoop loop, Rates rates) {
        this.loop = loop;
        this.rates = rates;
        this.random = new Random(rates.seed());
    }

    void rates(Rates others) {
        rates = others;
    }

    void count(String what) {
        driven.merge(what, 1L, Long::sum);
    }

    private boolean happens(double share) {
        return share > 0 && random.nextDouble() < share;
    }

    /** A session and its first token, which is the id. */
    Session open(Source source, SessionCipher cipher) {
        Session session = new Session("session-" + sessions.size(), source, cipher);
        sessions.put(session.id, session);
        count("sessions");
        loop.afterMillis(firstOutputMillis, session::begin);
        loop.afterMillis(100, session::tick);
        return session;
    }

    URI url(Session session) {
        return URI.create("ws://gateway/v1/data-channel/" + session.id + "?role=publish_subscribe&cell-number=AA+B/C==");
    }

    Optional<String> resume(String id) {
        Session session = sessions.get(id);
        if (!resumable || session == null || session.over) {
            return Optional.empty();
        }
        count("resumed");
        return Optional.of(session.token = UUID.randomUUID().toString());
    }

    @Override
    public void connect(URI url, Duration timeout, Link.Ear ear, Consumer<Runnable> onLoop) {
        String id = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        Wire wire = new Wire(sessions.get(id), ear, onLoop);
        loop.afterMillis(2 * LATENCY, () -> onLoop.accept(() -> ear.opened(wire)));
    }

    /** One connection. */
    final class Wire implements Link {
        private final Session session;
        private final Ear ear;
        private final Consumer<Runnable> onLoop;
        private final Deque<byte[]> coming = new ArrayDeque<>();
        private boolean asked;
        private boolean gone;
        private byte[] late;
        boolean mute;

        Wire(Session session, Ear ear, Consumer<Runnable> onLoop) {
            this.session = session;
            this.ear = ear;
            this.onLoop = onLoop;
        }

        @Override
        public void text(String message) {
            loop.afterMillis(LATENCY, () -> {
                try {
                    session.connected(this, Contents.tree(message.getBytes(java.nio.charset.StandardCharsets.UTF_8)).path("TokenValue").asText());
                } catch (java.io.IOException e) {
                    broken("not an OpenDataChannel message");
                }
            });
        }

        @Override
        public void binary(byte[] message) {
            loop.afterMillis(LATENCY, () -> {
                if (!gone) {
                    session.received(message);
                }
            });
        }

        @Override
        public void ping() {
            count("pings");
            loop.afterMillis(2 * LATENCY, () -> {
                if (!gone && !mute) {
                    onLoop.accept(ear::alive);
                }
            });
        }

        @Override
        public void request() {
            asked = true;
            deliver();
        }

        @Override
        public void abort() {
            gone = true;
            if (session.wire == this) {
                session.wire = null;
            }
        }

        /** A frame of the agent's, with what the way does to it. */
        void agentFrame(byte[] frame) {
            count("frames");
            if (happens(rates.lostOutput())) {
                count("lost");
                return;
            }
            if (late == null && happens(rates.reordered())) {
                count("reordered");
                late = frame;
                return;
            }
            byte[] sent = frame;
            if (frame.length > 120 && happens(rates.corrupted())) {
                count("corrupted");
                sent = frame.clone();
                sent[120 + random.nextInt(frame.length - 120)] ^= 4;
            }
            put(sent);
            if (happens(rates.duplicated())) {
                count("duplicated");
                put(sent);
            }
            if (late != null) {
                byte[] behind = late;
                late = null;
                put(behind);
            }
        }

        void put(byte[] message) {
            loop.afterMillis(LATENCY, () -> {
                coming.add(message);
                deliver();
            });
        }

        private void deliver() {
            if (asked && !gone && !mute && !coming.isEmpty()) {
                asked = false;
                byte[] message = coming.poll();
                onLoop.accept(() -> {
                    if (!gone) {
                        ear.message(message);
                    }
                });
            }
        }

        void broken(String why) {
            if (!gone) {
                abort();
                onLoop.accept(() -> ear.lost(why));
            }
        }
    }

    private static final class Sent {
        final byte[] bytes;
        long at;

        Sent(byte[] bytes, long at) {
            this.bytes = bytes;
            this.at = at;
        }
    }

    /** The agent's end of one session. */
    final class Session {
        final String id;
        private final Source source;
        private final SessionCipher cipher;
        private final Map<Long, Sent> unacknowledged = new LinkedHashMap<>();
        private final TreeMap<Long, Frame> early = new TreeMap<>();
        private final byte[] challenge = new byte[64];
        String token;
        Wire wire;
        private long nextOut;
        private long nextIn;
        private double smoothed = 100;
        private double variance;
        private double timeout = 200;
        private boolean paused = true;
        private boolean publishing;
        private boolean shaken;
        private long drainedBy = -1;
        private long cutAt = Long.MAX_VALUE;
        private long pauseAt = Long.MAX_VALUE;
        boolean over;

        Session(String id, Source source, SessionCipher cipher) {
            this.id = id;
            this.token = id;
            this.source = source;
            this.cipher = cipher;
            random.nextBytes(challenge);
        }

        private void begin() {
            if (cipher != null) {
                send(Frame.HANDSHAKE_REQUEST, ("{\"AgentVersion\":\"3.3.987.0\",\"RequestedClientActions\":[{\"ActionType\":\"SessionType\","
                        + "\"ActionParameters\":{\"SessionType\":\"InteractiveCommands\",\"Properties\":null}},{\"ActionType\":"
                        + "\"KMSEncryption\",\"ActionParameters\":{\"KMSKeyId\":\"key\",\"Challenge\":\"AAECAw==\"}}]}").getBytes());
            } else {
                shaken = true;
            }
            pump();
        }

        private void pump() {
            if (over) {
                return;
            }
            Said said = shaken && wire != null && !paused && drainedBy < 0 ? source.next() : null;
            if (said != null) {
                send(said.kind(), said.bytes());
            } else if (shaken && drainedBy < 0 && source.ended()) {
                drainedBy = loop.nanos() + 2_000_000_000L;
            }
            if (drainedBy >= 0 && (unacknowledged.isEmpty() || loop.nanos() > drainedBy)) {
                finish(closing);
                return;
            }
            loop.afterMillis(said == null ? 20 : 1, this::pump);
        }

        void send(int kind, byte[] clear) {
            byte[] payload = clear;
            if (cipher != null && (kind == Frame.TERMINAL || kind == Frame.STANDARD_ERROR || kind == Frame.EXIT_CODE)) {
                payload = sealed(clear);
            }
            byte[] frame = Frame.of(Frame.OUTPUT, 1, nextOut, nextOut == 0 ? 1 : 0, UUID.randomUUID(), kind, payload).encode();
            unacknowledged.put(nextOut++, new Sent(frame, loop.nanos()));
            if (wire != null && !paused) {
                wire.agentFrame(frame);
            }
        }

        private byte[] sealed(byte[] clear) {
            try {
                return cipher.seal(clear);
            } catch (java.security.GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        void finish(String reason) {
            over = true;
            if (wire != null) {
                wire.put(Frame.of(Frame.CHANNEL_CLOSED, 1, 0, 3, UUID.randomUUID(), 261,
                        ("{\"SessionId\":\"" + id + "\",\"Output\":\"" + reason + "\"}").getBytes()).encode());
            }
        }

        private void connected(Wire client, String shown) {
            if (!shown.equals(token) || over) {
                client.broken("the connection was closed (1008, token not valid)");
                return;
            }
            token = null;
            if (wire != null) {
                wire.broken("another client came");
            }
            count("connections");
            wire = client;
            paused = false;
            cutAt = in(rates.cutEvery());
            pauseAt = in(rates.pauseEvery());
            client.put(Frame.of(Frame.START, 1, 0, 3, UUID.randomUUID(), 0, new byte[0]).encode());
        }

        private long in(Duration period) {
            return period.isZero() ? Long.MAX_VALUE : loop.nanos() + period.toNanos() / 2 + (long) (random.nextDouble() * period.toNanos());
        }

        private void tick() {
            if (over) {
                return;
            }
            loop.afterMillis(100, this::tick);
            if (wire == null) {
                return;
            }
            long now = loop.nanos();
            if (now > cutAt) {
                count("cut");
                wire.broken("the connection broke: reset by peer");
                return;
            }
            if (now > pauseAt) {
                publishing = !publishing;
                paused = publishing;
                count(paused ? "paused" : "unpaused");
                pauseAt = now + rates.pauseEvery().toNanos() / 2;
                wire.put(Frame.of(paused ? Frame.PAUSE : Frame.START, 1, 0, 3, UUID.randomUUID(), 0, new byte[0]).encode());
            }
            if (!paused && !unacknowledged.isEmpty()) {
                Sent head = unacknowledged.values().iterator().next();
                if ((now - head.at) / 1e6 > timeout) {
                    head.at = now;
                    count("resent");
                    wire.agentFrame(head.bytes);
                }
            }
        }

        private void received(byte[] message) {
            if (over) {
                return;
            }
            try {
                Frame frame = Frame.decode(ByteBuffer.wrap(message));
                switch (frame.type()) {
                    case Frame.ACKNOWLEDGE -> acknowledged(frame);
                    case Frame.INPUT -> input(frame);
                    default -> throw new IllegalStateException("a client does not say " + frame.type());
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private void acknowledged(Frame frame) throws Exception {
            count("acknowledgements");
            if (happens(rates.lostAcknowledgements())) {
                count("lost acknowledgements");
                return;
            }
            Sent sent = unacknowledged.remove(Contents.read(frame.payload(), Contents.Acknowledgement.class).sequence());
            if (sent != null) {
                double sample = (loop.nanos() - sent.at) / 1e6;
                variance = 0.75 * variance + 0.25 * Math.abs(smoothed - sample);
                smoothed = 0.875 * smoothed + 0.125 * sample;
                timeout = Math.min(1000, smoothed + Math.max(10, 4 * variance));
            }
        }

        private void input(Frame frame) throws Exception {
            if (happens(rates.lostInput())) {
                count("lost input");
                return;
            }
            if (frame.sequence() > nextIn) {
                early.put(frame.sequence(), frame);
            }
            byte[] content = Contents.write(new Contents.Acknowledgement(frame.type(), frame.id().toString(), frame.sequence(), true));
            if (wire != null) {
                wire.put(Frame.of(Frame.ACKNOWLEDGE, 1, 0, 3, UUID.randomUUID(), 0, content).encode());
            }
            if (frame.sequence() == nextIn) {
                for (Frame next = frame; next != null; next = early.remove(nextIn)) {
                    handle(next);
                    nextIn++;
                }
            }
        }

        private void handle(Frame frame) throws Exception {
            switch (frame.kind()) {
                case Frame.HANDSHAKE_RESPONSE -> {
                    for (var action : Contents.tree(frame.payload()).path("ProcessedClientActions")) {
                        if (action.path("ActionStatus").asInt() != 1) {
                            finish("handshake refused: " + action.path("Error").asText());
                            return;
                        }
                    }
                    send(Frame.CHALLENGE, Contents.write(new Contents.Challenge(cipher.seal(challenge))));
                }
                case Frame.CHALLENGE_RESPONSE -> {
                    byte[] answer = cipher.open(Contents.read(frame.payload(), Contents.Challenge.class).challenge());
                    if (!java.util.Arrays.equals(answer, challenge)) {
                        finish("the challenge was answered wrongly");
                        return;
                    }
                    count("challenges answered");
                    send(Frame.HANDSHAKE_COMPLETE, "{\"HandshakeTimeToComplete\":1,\"CustomerMessage\":\"\"}".getBytes());
                    shaken = true;
                }
                case Frame.TERMINAL -> {
                    count("typed");
                    source.typed(cipher == null ? frame.payload() : cipher.open(frame.payload()));
                }
                case Frame.SIZE -> count("sizes");
                default -> throw new IllegalStateException("input of kind " + frame.kind());
            }
        }
    }
}
