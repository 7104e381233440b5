package io.jenkins.plugins.ecsrelease.engine.exec;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What is said over a data channel, whatever connection carries it: order, acknowledgements, resending, the handshake.
 * Its numbers belong to the session and outlive a connection. It knows no thread and no socket.
 */
final class Conversation {

    static final int MOST_AHEAD_FRAMES = 10_000;
    static final int MOST_AHEAD_BYTES = 1024 * 1024;

    /**
     * An agent sends nothing again but the head of its queue, ten times a second at most. Each acknowledgement that is lost
     * takes one of those rounds from a frame that is lost, so on a line that was seen to lose any, they are said three
     * times: soon, since one that comes late would make the agent wait longer before it sends again.
     */
    private static final long[] SAID_AGAIN_AFTER = {30_000_000L, 60_000_000L};

    private static final long DOUBTFUL_NANOS = 30_000_000_000L;
    /**
     * With this many frames waiting behind a lost one, for this long, another session that begins where this one stands is
     * there sooner than the agent has filled the gaps.
     */
    private static final int MANY_AHEAD = 128;

    private static final long BEHIND_NANOS = 5_000_000_000L;

    /** Gateways mind more than a thousand messages a second. */
    private static final int MOST_SAID_AGAIN_A_SECOND = 400;

    private static final Logger LOGGER = Logger.getLogger(Conversation.class.getName());

    /** What comes of it. */
    interface Voice {
        void send(byte[] frame);

        /** Clear bytes of the command, in order. */
        void output(byte[] clear);

        void over(DataChannel.End end);
    }

    private record Input(int kind, byte[] clear) {}

    private final Loop loop;
    private final Voice voice;
    private final Handshake handshake;
    private final Incoming incoming = new Incoming(MOST_AHEAD_FRAMES, MOST_AHEAD_BYTES);
    private final Outgoing outgoing = new Outgoing();
    private final Deque<Input> held = new ArrayDeque<>();
    private final Consumer<Runnable> onLoop;
    /** Until when acknowledgements are said again. */
    private long doubtfulUntil;

    /** When there were last few frames that waited for a lost one. */
    private long complete;

    private long second;
    private int saidAgain;
    private boolean ready;
    private boolean handshaking;
    private boolean paused;
    private boolean over;
    private volatile long malformed;

    Conversation(Keys keys, Executor calls, Loop loop, Consumer<Runnable> onLoop, Voice voice) {
        this.loop = loop;
        this.voice = voice;
        this.handshake = new Handshake(keys, calls, onLoop, this::number);
        this.onLoop = onLoop;
        this.doubtfulUntil = loop.nanos();
        this.complete = loop.nanos();
    }

    /** Messages that were none, so far. */
    long malformed() {
        return malformed;
    }

    /** Frames that came too early and wait. */
    int ahead() {
        return incoming.waiting();
    }

    /** Whether the agent's mode is known, so that more than acknowledgements may be said. */
    boolean ready() {
        return ready;
    }

    // ------------------------------------------------------------------------------------------------------- sending

    /** Said once it may be. */
    void input(int kind, byte[] clear) {
        if (over) {
            return;
        }
        if (ready) {
            number(kind, clear);
        } else {
            held.add(new Input(kind, clear)); // before the agent's mode is known, anything but an acknowledgement can break the session
        }
    }

    private void number(int kind, byte[] clear) {
        try {
            byte[] payload = kind == Frame.TERMINAL ? handshake.seal(clear) : clear;
            byte[] encoded = Frame.of(Frame.INPUT, System.currentTimeMillis(), outgoing.number(), 0, UUID.randomUUID(), kind, payload)
                    .encode();
            outgoing.sent(encoded, loop.nanos());
            voice.send(encoded);
        } catch (GeneralSecurityException e) {
            end(new DataChannel.End(false, "could not encrypt: " + e.getMessage()));
        }
    }

    /** Says again what is due, unless the gateway asked for silence. */
    void tick() {
        if (!paused && !over) {
            outgoing.due(loop.nanos()).ifPresent(voice::send);
        }
    }

    /** How long the oldest message has been waiting for its acknowledgement, in nanoseconds. */
    long unacknowledged() {
        return outgoing.oldest(loop.nanos());
    }

    private void acknowledge(Frame frame) {
        if (over) {
            return;
        }
        byte[] content = Contents.write(new Contents.Acknowledgement(frame.type(), frame.id().toString(), frame.sequence(), true));
        voice.send(Frame.of(Frame.ACKNOWLEDGE, System.currentTimeMillis(), 0, Frame.SYN_AND_FIN, UUID.randomUUID(), Frame.NONE, content)
                .encode());
    }

    // ----------------------------------------------------------------------------------------------------- receiving

    void dropped() {
        malformed++;
    }

    /** @return whether it came from the agent, so that the whole way is known to work */
    boolean received(byte[] message) {
        Frame frame;
        try {
            frame = Frame.decode(ByteBuffer.wrap(message));
        } catch (Frame.Malformed e) {
            malformed++;
            LOGGER.log(Level.FINE, "Ignored {0}", e.getMessage());
            return false;
        }
        switch (frame.type()) {
            case Frame.OUTPUT -> stream(frame);
            case Frame.ACKNOWLEDGE -> acknowledged(frame);
            case Frame.CHANNEL_CLOSED -> end(new DataChannel.End(true, reason(frame)));
            case Frame.PAUSE -> paused = true;
            case Frame.START -> paused = false;
            default -> LOGGER.log(Level.FINE, "Ignored a message of type {0}", frame.type());
        }
        return frame.type().equals(Frame.OUTPUT) || frame.type().equals(Frame.ACKNOWLEDGE);
    }

    private void acknowledged(Frame frame) {
        paused = false;
        try {
            outgoing.acknowledged(Contents.read(frame.payload(), Contents.Acknowledgement.class).sequence(), loop.nanos());
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
            if (taken.repeated()) {
                doubtfulUntil = loop.nanos() + DOUBTFUL_NANOS;
            }
            sayAgain(frame);
        }
        for (Frame next : taken.ready()) {
            if (over) {
                return;
            }
            inOrder(next);
        }
        if (incoming.waiting() < MANY_AHEAD) {
            complete = loop.nanos();
        } else if (!over && loop.nanos() - complete > BEHIND_NANOS) {
            end(new DataChannel.End(false, "the line loses more than the agent sends again"));
        }
    }

    private void sayAgain(Frame frame) {
        long now = loop.nanos();
        if (now - doubtfulUntil >= 0) {
            return;
        }
        if (now - second > 1_000_000_000L) {
            second = now;
            saidAgain = 0;
        }
        for (long delay : SAID_AGAIN_AFTER) {
            if (++saidAgain <= MOST_SAID_AGAIN_A_SECOND) {
                loop.after(delay, () -> onLoop.accept(() -> acknowledge(frame)));
            }
        }
    }

    private void inOrder(Frame frame) {
        switch (frame.kind()) {
            case Frame.TERMINAL, Frame.STANDARD_ERROR -> {
                try {
                    byte[] clear = handshake.open(frame.payload());
                    becomeReady();
                    voice.output(clear);
                } catch (GeneralSecurityException e) {
                    end(new DataChannel.End(false, "a message could not be decrypted: " + Words.of(e)));
                }
            }
            case Frame.HANDSHAKE_REQUEST -> {
                handshaking = true;
                handshake.requested(frame.payload(), this::handshakeFailed);
            }
            case Frame.CHALLENGE -> handshake.challenged(frame.payload(), this::handshakeFailed);
            case Frame.HANDSHAKE_COMPLETE -> becomeReady();
            default -> {
                // An exit code never comes from ECS Exec, and a flag is for port sessions: the mark in the output counts.
                if (!handshaking) {
                    becomeReady();
                }
            }
        }
    }

    private void handshakeFailed(String why) {
        end(new DataChannel.End(false, "the handshake failed: " + why));
    }

    private void becomeReady() {
        if (!ready) {
            ready = true;
            for (Input input = held.poll(); input != null; input = held.poll()) {
                number(input.kind(), input.clear());
            }
        }
    }

    private void end(DataChannel.End end) {
        over = true;
        held.clear();
        voice.over(end);
    }
}
