package io.jenkins.plugins.ecsrelease.sandbox.session;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** The way from the gateway to one connected client, with the faults that strike there. */
final class Wire {

    /** How much may be on its way before a sender waits. */
    private static final int MOST_BYTES = 256 * 1024;

    private final Session client;
    private final SessionFaults faults;
    private final Semaphore room = new Semaphore(MOST_BYTES);
    private byte[] late;

    Wire(Session client, SessionFaults faults) {
        this.client = client;
        this.faults = faults;
    }

    /** Sends a frame of the agent's, unless something happens to it. */
    synchronized void agentFrame(byte[] frame) {
        faults.count("frames");
        SessionFaults.Rates rates = faults.rates();
        for (double garbage = rates.garbage(); garbage > 0; garbage--) {
            if (faults.happens(Math.min(1, garbage))) {
                faults.count("garbage");
                send(garbage(frame));
            }
        }
        if (faults.happens(rates.lostOutput())) {
            faults.count("lost");
            return;
        }
        if (late == null && faults.happens(rates.reordered())) {
            faults.count("reordered");
            late = frame;
            return;
        }
        byte[] sent = frame;
        if (frame.length > 120 && faults.happens(rates.corrupted())) {
            faults.count("corrupted");
            sent = frame.clone();
            sent[120 + faults.below(frame.length - 120)] ^= (byte) (1 << faults.below(8));
        }
        send(sent);
        if (faults.happens(rates.duplicated())) {
            faults.count("duplicated");
            send(sent);
        }
        if (late != null) {
            byte[] behind = late;
            late = null;
            send(behind);
        }
    }

    /** Noise of many shapes: random bytes, cut frames, frames with a turned header. */
    private byte[] garbage(byte[] frame) {
        byte[] broken = frame.clone();
        switch (faults.below(4)) {
            case 0:
                return faults.noise();
            case 1:
                return java.util.Arrays.copyOf(broken, faults.below(broken.length));
            case 2:
                broken[faults.below(4)] ^= (byte) (1 << faults.below(8)); // the header's length
                return broken;
            default:
                for (int i = 0; i < 4; i++) {
                    broken[4 + faults.below(32)] = (byte) faults.below(256); // the type: nothing anybody knows
                }
                return broken;
        }
    }

    synchronized void control(Message message) {
        send(message.bytes());
    }

    synchronized void raw(byte[] bytes) {
        send(bytes);
    }

    private void send(byte[] bytes) {
        room.acquireUninterruptibly(Math.min(bytes.length, MOST_BYTES));
        Callback done = Callback.from(
                () -> room.release(Math.min(bytes.length, MOST_BYTES)), failed -> room.release(Math.min(bytes.length, MOST_BYTES)));
        try {
            if (bytes.length > 200 && faults.happens(faults.rates().fragmented())) {
                faults.count("fragmented");
                int middle = 1 + faults.below(bytes.length - 1);
                client.sendPartialBinary(ByteBuffer.wrap(bytes, 0, middle).slice(), false, Callback.NOOP);
                client.sendPartialBinary(ByteBuffer.wrap(bytes, middle, bytes.length - middle).slice(), true, done);
            } else {
                client.sendBinary(ByteBuffer.wrap(bytes), done);
            }
        } catch (RuntimeException e) {
            done.fail(e);
        }
    }

    void cut() {
        client.disconnect();
    }

    void close() {
        client.close();
    }
}
