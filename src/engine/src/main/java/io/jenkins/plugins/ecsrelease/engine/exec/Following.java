package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * One session that follows one program: what it brought and its taker does not stand behind yet. A cache, nothing more:
 * when it is lost, another one starts where the taker stands.
 */
final class Following implements DataChannel.Sink {

    /** From here on it stops asking. */
    static final int MOST_UNDELIVERED = 256 * 1024;

    private final Markers markers;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final LongSupplier nanos;
    private final long opened;
    private DataChannel channel;
    /** Where the first piece begins. */
    private long base;

    private int undelivered;
    private Detached.Progress.State state;
    private int exitCode = -1;
    private long length = -1;
    private String failure;
    private long asked;
    /** Known to have been started: what the session still says of the time before does not count. */
    private boolean started;

    /** @param nanos a monotonic clock */
    Following(String nonce, long offset, LongSupplier nanos) {
        this.nanos = nanos;
        this.opened = nanos.getAsLong();
        this.asked = opened;
        this.base = offset;
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
                case 'D', 'd', 'Z' -> {
                    Piece piece = Piece.read(word);
                    if (piece.offset() != base + undelivered) {
                        throw new IOException("a piece of the log is missing at " + (base + undelivered));
                    }
                    pieces.add(piece.bytes());
                    undelivered += piece.bytes().length;
                    if (state == null || state == Detached.Progress.State.ABSENT) {
                        state = Detached.Progress.State.RUNNING;
                    }
                }
                case 'S' -> state = rest.equals("A") && !started ? Detached.Progress.State.ABSENT : Detached.Progress.State.RUNNING;
                case 'L' -> {
                    state = Detached.Progress.State.LOST;
                    complete();
                }
                case 'E' -> {
                    String[] parts = rest.split(":");
                    exitCode = Integer.parseInt(parts[0].trim());
                    length = Long.parseLong(parts[1].trim());
                    state = Detached.Progress.State.ENDED;
                    complete();
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

    /** Everything has come: the script in the container, which waits for that, may go. */
    private void complete() {
        if (channel != null) {
            channel.hangUp();
        }
    }

    private boolean finished() {
        return state == Detached.Progress.State.ENDED || state == Detached.Progress.State.LOST;
    }

    // -------------------------------------------------------------------------------------------------- taker's side

    /** The program was started since this session began to look. */
    synchronized void started() {
        started = true;
        if (state == Detached.Progress.State.ABSENT) {
            state = Detached.Progress.State.RUNNING;
        }
    }

    /** Whether it can serve a taker who stands there. */
    synchronized boolean holds(long offset) {
        return offset >= base && offset <= base + undelivered;
    }

    /**
     * What there is from {@code offset} on, after waiting a little for the first of it. What lies before is let go of; the
     * rest stays until the taker comes back standing behind it, so that a turn that is repeated sees the same again.
     */
    synchronized Detached.Progress take(long offset, int atMost, long patienceMillis) throws IOException {
        asked = nanos.getAsLong();
        long until = asked + patienceMillis * 1_000_000;
        while (state == null && failure == null && pieces.isEmpty()) {
            long left = (until - nanos.getAsLong()) / 1_000_000;
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
        letGo((int) (offset - base));
        byte[] taken = first(atMost);
        boolean all = taken.length == undelivered;
        if (!all || (taken.length > 0 && failure != null)) {
            return new Detached.Progress(Detached.Progress.State.RUNNING, taken, offset + taken.length, -1, "");
        }
        if (failure != null) {
            throw new IOException(failure);
        }
        if (state == Detached.Progress.State.ENDED) {
            if (offset + taken.length != length) {
                failure = "the log has " + length + " bytes and " + (offset + taken.length) + " of them arrived";
                throw new IOException(failure);
            }
            return new Detached.Progress(state, taken, length, exitCode, "");
        }
        return new Detached.Progress(state, taken, offset + taken.length, -1, "");
    }

    private void letGo(int bytes) {
        int left = bytes;
        while (left > 0) {
            byte[] first = pieces.poll();
            if (first.length > left) {
                pieces.addFirst(Arrays.copyOfRange(first, left, first.length));
            }
            left -= Math.min(first.length, left);
        }
        base += bytes;
        undelivered -= bytes;
        if (bytes > 0 && channel != null) {
            channel.more();
        }
    }

    private byte[] first(int atMost) {
        byte[] all = new byte[Math.min(atMost, undelivered)];
        int filled = 0;
        for (byte[] piece : pieces) {
            int part = Math.min(piece.length, all.length - filled);
            System.arraycopy(piece, 0, all, filled, part);
            filled += part;
            if (filled == all.length) {
                break;
            }
        }
        return all;
    }

    synchronized int held() {
        return undelivered + markers.held();
    }

    /** Nothing at all came for this long after it was opened. */
    synchronized boolean silentFor(long atLeast) {
        return state == null && pieces.isEmpty() && nanos.getAsLong() - opened > atLeast;
    }

    synchronized boolean forgottenFor(long atLeast) {
        return nanos.getAsLong() - asked > atLeast;
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

        /** @param before why the last one ended */
        Opening(String before) {
            super("another session into the container is being opened; the last one: " + before);
        }
    }
}
