package io.jenkins.plugins.ecsrelease.sandbox.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The agent's end of one session, and what the gateway does for it: runs the command, numbers and resends its output,
 * waits while no client is connected, ends idle sessions. Its state belongs to the session and outlives connections.
 */
final class AgentSession {

    private static final Logger LOGGER = Logger.getLogger(AgentSession.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    static final Duration IDLE = Duration.ofMinutes(20);
    static final String IDLE_TEXT = "Your session timed out due to inactivity and has been terminated.";

    private static final long TICK_MILLIS = 100;
    private static final long DRAIN_MILLIS = 2_000;
    private static final long HANDSHAKE_MILLIS = 15_000;
    private static final int MOST_UNACKNOWLEDGED = 100_000;

    /** Runs the command once the agent is ready to. */
    interface Launch {
        Process process() throws IOException;
    }

    private static final class Sent {
        final byte[] bytes;
        long at;

        Sent(byte[] bytes, long at) {
            this.bytes = bytes;
            this.at = at;
        }
    }

    final String id;
    private final Launch launch;
    private final Encryption encryption;
    private final SessionFaults faults;
    private final Time time;
    private final ScheduledFuture<?> ticking;

    private final Map<Long, Sent> unacknowledged = new LinkedHashMap<>();
    private final TreeMap<Long, Message> early = new TreeMap<>();
    private long nextOut;
    private long nextIn;
    private double smoothed = 100;
    private double variance;
    private double timeout = 200;

    private Wire wire;
    private boolean paused = true;
    private long cutAt;
    private long pauseAt;
    private Terminal terminal;
    private boolean handshaken;
    private boolean responded;
    private byte[] challenge;
    private Instant active;
    private boolean over;

    /** @param encryption null where the cluster encrypts nothing */
    AgentSession(
            String id, Launch launch, Encryption encryption, SessionFaults faults, Time time, ScheduledExecutorService timer) {
        this.id = id;
        this.launch = launch;
        this.encryption = encryption;
        this.faults = faults;
        this.time = time;
        this.active = time.now();
        ticking = timer.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        faults.count("sessions");
    }

    void begin() {
        Thread thread = new Thread(this::run, "sandbox-session-" + id.substring(Math.max(0, id.length() - 8)));
        thread.setDaemon(true);
        thread.start();
    }

    // -------------------------------------------------------------------------------------------------- the command

    private void run() {
        String reason = "";
        try {
            if (encryption != null && !handshake()) {
                finish("Handshake timed out. Please ensure that you have the latest version of the session manager plugin.");
                return;
            }
            synchronized (this) {
                handshaken = true;
                if (over) {
                    return;
                }
            }
            Terminal started = new Terminal(launch.process());
            synchronized (this) {
                terminal = started;
                if (over) {
                    started.hangUp();
                    return;
                }
            }
            for (byte[] piece = started.read(); piece != null; piece = started.read()) {
                output(piece);
                awaitClient();
            }
            drain();
        } catch (IOException | IllegalArgumentException e) {
            reason = "Unable to start command: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (GeneralSecurityException e) {
            reason = "Encountered error while encrypting: " + e.getMessage();
        } catch (RuntimeException e) {
            LOGGER.log(Level.SEVERE, "The sandbox's agent failed", e);
            reason = "Internal error";
        }
        finish(reason);
    }

    private synchronized void awaitClient() throws InterruptedException {
        while (!over && (wire == null || paused || unacknowledged.size() >= MOST_UNACKNOWLEDGED)) {
            wait(1000);
        }
    }

    private void output(byte[] clear) throws GeneralSecurityException {
        byte[] payload = encryption == null ? clear : encryption.seal(clear);
        send(Message.OUTPUT, payload);
    }

    private void send(int payloadType, byte[] payload) {
        Wire to;
        byte[] bytes;
        synchronized (this) {
            if (over) {
                return;
            }
            bytes = Message.output(nextOut, payloadType, payload).bytes();
            unacknowledged.put(nextOut++, new Sent(bytes, System.nanoTime()));
            to = paused ? null : wire;
        }
        if (to != null) {
            to.agentFrame(bytes);
        }
    }

    private synchronized void drain() throws InterruptedException {
        long until = System.nanoTime() + DRAIN_MILLIS * 1_000_000;
        while (!over && !unacknowledged.isEmpty() && System.nanoTime() < until) {
            wait(50);
        }
    }

    /** Ends the session for whatever reason; an empty one is the command's own end. */
    void finish(String reason) {
        Wire last;
        Terminal program;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            last = wire;
            wire = null;
            program = terminal;
            notifyAll();
        }
        ticking.cancel(false);
        if (program != null && program.alive()) {
            program.hangUp();
        }
        if (last != null) {
            last.control(closed(reason));
            last.close();
        }
    }

    private Message closed(String reason) {
        ObjectNode content = JSON.createObjectNode()
                .put("MessageId", java.util.UUID.randomUUID().toString())
                .put("CreatedDate", Instant.now().toString())
                .put("DestinationId", id)
                .put("SessionId", id)
                .put("MessageType", "channel_closed")
                .put("SchemaVersion", 1)
                .put("Output", reason);
        return Message.control("channel_closed", 261, write(content)); // the live service fills the type's field like this
    }

    synchronized boolean over() {
        return over;
    }

    // ------------------------------------------------------------------------------------------------- the handshake

    private boolean handshake() throws InterruptedException, GeneralSecurityException {
        challenge = new byte[64];
        new SecureRandom().nextBytes(challenge);
        ObjectNode request = JSON.createObjectNode().put("AgentVersion", "3.3.987.0");
        var actions = request.putArray("RequestedClientActions");
        actions.addObject()
                .put("ActionType", "SessionType")
                .putObject("ActionParameters")
                .put("SessionType", "InteractiveCommands")
                .putNull("Properties");
        actions.addObject()
                .put("ActionType", "KMSEncryption")
                .putObject("ActionParameters")
                .put("KMSKeyId", encryption.keyId())
                .put("Challenge", encryption.challenge());
        long began = System.nanoTime();
        send(Message.HANDSHAKE_REQUEST, write(request));
        if (!awaited(() -> responded)) {
            return false;
        }
        send(Message.CHALLENGE_REQUEST, write(JSON.createObjectNode()
                .put("Challenge", Base64.getEncoder().encodeToString(encryption.seal(challenge)))));
        if (!awaited(() -> challenge == null)) {
            return false;
        }
        send(Message.HANDSHAKE_COMPLETE, write(JSON.createObjectNode()
                .put("HandshakeTimeToComplete", System.nanoTime() - began)
                .put("CustomerMessage", "This session is encrypted using AWS KMS.")));
        return true;
    }

    private synchronized boolean awaited(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + HANDSHAKE_MILLIS * 1_000_000;
        while (!over && !condition.getAsBoolean()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return !over;
    }

    private void responded(byte[] payload) throws IOException, GeneralSecurityException {
        for (JsonNode action : JSON.readTree(payload).path("ProcessedClientActions")) {
            if (action.path("ActionStatus").asInt() != 1) {
                throw new IOException("The client could not do " + action.path("ActionType").asText() + ": "
                        + action.path("Error").asText());
            }
            if (action.path("ActionType").asText().equals("KMSEncryption")) {
                encryption.unseal(Base64.getDecoder().decode(
                        action.path("ActionResult").path("KMSCipherTextKey").asText()));
            }
        }
        synchronized (this) {
            responded = true;
            notifyAll();
        }
    }

    private void challengeAnswered(byte[] payload) throws IOException, GeneralSecurityException {
        byte[] answer = encryption.open(Base64.getDecoder().decode(JSON.readTree(payload).path("Challenge").asText()));
        synchronized (this) {
            if (!java.util.Arrays.equals(answer, challenge)) {
                throw new IOException("The client answered the challenge wrongly");
            }
            challenge = null;
            notifyAll();
        }
    }

    // ----------------------------------------------------------------------------------------------- the connection

    /** A client showed a good token: from now on it is the one. */
    void connected(Wire client) {
        Wire before;
        synchronized (this) {
            before = wire;
            wire = client;
            paused = false;
            long now = System.nanoTime();
            cutAt = in(now, faults.rates().cutEvery());
            pauseAt = in(now, faults.rates().pauseEvery());
            notifyAll();
        }
        if (before != null) {
            before.close();
        }
        client.raw(startPublication());
    }

    private long in(long now, Duration period) {
        return period.isZero() ? Long.MAX_VALUE : now + period.toNanos() / 2 + faults.below((int) period.toMillis()) * 1_000_000L;
    }

    /** With a length in the wrong order and a digest of nothing, as clients of the live service have to bear. */
    private static byte[] startPublication() {
        byte[] bytes = Message.control("start_publication", 0, new byte[] {'{', '}'}).bytes();
        bytes[116] = 2;
        bytes[119] = 0;
        bytes[80] ^= 1;
        return bytes;
    }

    synchronized void disconnected(Wire client) {
        if (wire == client) {
            wire = null;
        }
    }

    /** Something from the client. */
    void received(byte[] bytes) {
        try {
            Message message = Message.read(bytes);
            switch (message.type()) {
                case "acknowledge" -> acknowledged(message);
                case "input_stream_data" -> input(message);
                default -> LOGGER.log(Level.FINE, "Ignored {0}", message.type());
            }
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            finish(String.valueOf(e.getMessage()));
        }
    }

    private void acknowledged(Message message) throws IOException {
        faults.count("acknowledgements");
        if (faults.happens(faults.rates().lostAcknowledgements())) {
            faults.count("lost acknowledgements");
            return;
        }
        long number = JSON.readTree(message.payload()).path("AcknowledgedMessageSequenceNumber").asLong(-1);
        synchronized (this) {
            Sent sent = unacknowledged.remove(number);
            if (sent != null) {
                double sample = (System.nanoTime() - sent.at) / 1e6;
                variance = 0.75 * variance + 0.25 * Math.abs(smoothed - sample);
                smoothed = 0.875 * smoothed + 0.125 * sample;
                timeout = Math.min(1000, smoothed + Math.max(10, 4 * variance));
            }
            notifyAll();
        }
    }

    private void input(Message message) throws IOException, GeneralSecurityException {
        if (faults.happens(faults.rates().lostInput())) {
            faults.count("lost input");
            return;
        }
        synchronized (this) {
            active = time.now();
            if (handshaken && terminal == null) {
                return; // no terminal yet: neither taken nor acknowledged, so it comes again
            }
            if (message.sequence() > nextIn) {
                early.put(message.sequence(), message);
            }
        }
        acknowledge(message);
        if (message.sequence() != nextIn) {
            return;
        }
        for (Message next = message; next != null; ) {
            handle(next);
            synchronized (this) {
                nextIn++;
                next = early.remove(nextIn);
            }
        }
    }

    private void handle(Message message) throws IOException, GeneralSecurityException {
        switch (message.payloadType()) {
            case Message.HANDSHAKE_RESPONSE -> responded(message.payload());
            case Message.CHALLENGE_RESPONSE -> challengeAnswered(message.payload());
            case Message.OUTPUT -> {
                if (terminal != null) {
                    byte[] clear = encryption == null ? message.payload() : encryption.open(message.payload());
                    byte[] echo = terminal.write(clear);
                    if (echo.length > 0) {
                        output(echo);
                    }
                }
            }
            default -> {
                // a size never reaches the program
            }
        }
    }

    private void acknowledge(Message message) {
        ObjectNode content = JSON.createObjectNode()
                .put("AcknowledgedMessageType", message.type())
                .put("AcknowledgedMessageId", message.id().toString())
                .put("AcknowledgedMessageSequenceNumber", message.sequence())
                .put("IsSequentialMessage", true);
        Wire to;
        synchronized (this) {
            to = wire;
        }
        if (to != null && !faults.happens(faults.rates().lostAcknowledgements())) {
            to.control(Message.control("acknowledge", 0, write(content)));
        }
    }

    /** Resends the head of the queue, cuts and pauses as asked, ends what is idle. */
    private void tick() {
        try {
            byte[] again = null;
            Wire to;
            boolean cut = false;
            boolean idle;
            Message publication = null;
            synchronized (this) {
                long now = System.nanoTime();
                to = wire;
                if (to != null && now > cutAt && faults.cuts()) {
                    cut = true;
                    wire = null;
                    faults.count("cut");
                } else if (to != null && now > pauseAt) {
                    paused = !paused;
                    pauseAt = now + faults.rates().pauseEvery().toNanos() / 2;
                    faults.count(paused ? "paused" : "resumed");
                    publication = Message.control(paused ? "pause_publication" : "start_publication", 0, new byte[] {'{', '}'});
                }
                if (to != null && !paused && !cut && !unacknowledged.isEmpty()) {
                    Sent head = unacknowledged.values().iterator().next();
                    if ((now - head.at) / 1e6 > timeout) {
                        head.at = now;
                        again = head.bytes;
                    }
                }
                idle = Duration.between(active, time.now()).compareTo(IDLE) > 0;
                notifyAll();
            }
            if (cut) {
                to.cut();
            }
            if (publication != null) {
                to.control(publication);
            }
            if (again != null) {
                faults.count("resent");
                to.agentFrame(again);
            }
            if (idle) {
                finish(IDLE_TEXT);
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "The sandbox's agent could not tick", e);
        }
    }

    private static byte[] write(JsonNode content) {
        try {
            return JSON.writeValueAsBytes(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
