package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One session that follows one program: what it brought and nobody took yet. A cache, nothing more: when it is lost,
 * another one starts where the taker stands.
 */
final class Following implements DataChannel.Sink {

    /** From here on it stops asking. */
    static final int MOST_UNDELIVERED = 256 * 1024;

    private final Markers markers;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final long opened = System.nanoTime();
    private DataChannel channel;
    private int undelivered;
    private long offset;
    private Detached.Progress.State state;
    private int exitCode = -1;
    private long length = -1;
    private String failure;
    private long asked = System.nanoTime();

    Following(String nonce, long offset) {
        this.offset = offset;
        this.markers = new Markers(nonce, this::mark);
    }

    synchronized void over(DataChannel over) {
        channel = over;
    }

    // ------------------------------------------------------------------------------------------------ channel's side

    @Override
    public synchronized void output(byte[] bytes) {
        markers.take(bytes);
        notifyAll();
    }

    @Override
    public synchronized boolean hasRoom() {
        return undelivered < MOST_UNDELIVERED;
    }

    @Override
    public synchronized void ended(DataChannel.End end) {
        if (failure == null && !finished()) {
            String noise = markers.noise();
            failure = (end.closed() ? "the session was closed" : "the session was lost")
                    + (end.text().isEmpty() ? "" : ": " + end.text())
                    + (state == null && !noise.isEmpty() ? "; the container said: " + noise : "");
        }
        notifyAll();
    }

    private void mark(String word) {
        char kind = word.isEmpty() ? ' ' : word.charAt(0);
        String rest = word.isEmpty() ? "" : word.substring(1);
        try {
            switch (kind) {
                case 'D', 'd' -> {
                    byte[] piece = Session.decoded(kind, rest);
                    pieces.add(piece);
                    undelivered += piece.length;
                    if (state == null || state == Detached.Progress.State.ABSENT) {
                        state = Detached.Progress.State.RUNNING;
                    }
                }
                case 'S' -> state = rest.equals("A") ? Detached.Progress.State.ABSENT : Detached.Progress.State.RUNNING;
                case 'L' -> state = Detached.Progress.State.LOST;
                case 'E' -> {
                    String[] parts = rest.split(":");
                    exitCode = Integer.parseInt(parts[0].trim());
                    length = Long.parseLong(parts[1].trim());
                    state = Detached.Progress.State.ENDED;
                }
                case 'M' -> failure = "the image has " + rest + ", which following a command in it needs";
                default -> {
                    // a sign of life
                }
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            failure = "what the session brought cannot be read: " + Words.of(e);
        }
    }

    private boolean finished() {
        return state == Detached.Progress.State.ENDED || state == Detached.Progress.State.LOST;
    }

    // -------------------------------------------------------------------------------------------------- taker's side

    /** Where the next piece begins. */
    synchronized long offset() {
        return offset;
    }

    /** What there is now, after waiting a little for the first of it. */
    synchronized Detached.Progress take(int atMost, long patienceMillis) throws IOException {
        asked = System.nanoTime();
        long until = asked + patienceMillis * 1_000_000;
        while (state == null && failure == null && pieces.isEmpty()) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new Opening();
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
        }
        byte[] taken = taken(atMost);
        offset += taken.length;
        undelivered -= taken.length;
        if (taken.length > 0 && channel != null) {
            channel.more();
        }
        if (!pieces.isEmpty() || (taken.length > 0 && failure != null)) {
            return new Detached.Progress(Detached.Progress.State.RUNNING, taken, offset, -1, "");
        }
        if (failure != null) {
            throw new IOException(failure);
        }
        if (state == Detached.Progress.State.ENDED) {
            if (offset != length) {
                failure = "the log has " + length + " bytes and " + offset + " of them arrived";
                throw new IOException(failure);
            }
            return new Detached.Progress(state, taken, offset, exitCode, "");
        }
        return new Detached.Progress(state, taken, offset, -1, "");
    }

    private byte[] taken(int atMost) {
        byte[] all = new byte[Math.min(atMost, undelivered)];
        int filled = 0;
        while (filled < all.length) {
            byte[] first = pieces.poll();
            int part = Math.min(first.length, all.length - filled);
            System.arraycopy(first, 0, all, filled, part);
            filled += part;
            if (part < first.length) {
                pieces.addFirst(Arrays.copyOfRange(first, part, first.length));
            }
        }
        return all;
    }

    /** Whether it brought its last piece, or never will. */
    synchronized boolean over() {
        return failure != null || (finished() && pieces.isEmpty());
    }

    /** Nothing at all came for this long after it was opened. */
    synchronized boolean silentFor(long nanos) {
        return state == null && pieces.isEmpty() && System.nanoTime() - opened > nanos;
    }

    synchronized boolean forgottenFor(long nanos) {
        return System.nanoTime() - asked > nanos;
    }

    synchronized void close() {
        if (channel != null) {
            channel.hangUp();
        }
    }

    /** Not known yet, and nothing is wrong. */
    static final class Opening extends IOException {
        Opening() {
            super("the session into the container is being opened");
        }
    }
}
