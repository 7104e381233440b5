package io.jenkins.plugins.ecsrelease.engine.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One short script run through one session: its output between marks, and its true exit code, which ECS Exec itself does
 * not tell. Without the closing mark the code is not known, whatever the service said.
 */
final class Shell implements DataChannel.Sink {

    /** @param output at most 256 KiB of it, line ends as written; @param marks what scripts of ours said about themselves */
    record Result(int exitCode, byte[] output, List<String> marks) {

        Optional<String> mark(char kind) {
            return marks.stream().filter(mark -> mark.charAt(0) == kind).map(mark -> mark.substring(1)).findFirst();
        }
    }

    private static final int MOST_OUTPUT = 256 * 1024;

    private final byte[] boundary;
    private final Markers markers;
    private final List<String> marks = new ArrayList<>();
    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private Integer exitCode;
    private String failure;

    Shell(String nonce) {
        boundary = ("\036ECSX:" + nonce + ":").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        markers = new Markers(nonce, this::mark);
    }

    @Override
    public synchronized void output(byte[] bytes) {
        if (terminal.size() + bytes.length <= MOST_OUTPUT + 4096) {
            terminal.write(bytes, 0, bytes.length);
        }
        markers.take(bytes);
        notifyAll();
    }

    @Override
    public boolean hasRoom() {
        return true;
    }

    @Override
    public synchronized void ended(DataChannel.End end) {
        if (exitCode == null && failure == null) {
            failure = (end.closed() ? "the session was closed" : "the session was lost")
                    + (end.text().isEmpty() ? "" : ": " + end.text())
                    + (markers.noise().isEmpty() ? "" : "; the container said: " + markers.noise());
        }
        notifyAll();
    }

    private void mark(String word) {
        if (word.startsWith("X")) {
            try {
                exitCode = Integer.parseInt(word.substring(1).trim());
            } catch (NumberFormatException e) {
                failure = "no exit code in '" + word + "'";
            }
        } else if (!word.isEmpty() && marks.size() < 100) {
            marks.add(word);
        }
    }

    /** Waits for the closing mark. */
    synchronized Result await(long millis) throws IOException {
        long until = System.nanoTime() + millis * 1_000_000;
        while (exitCode == null && failure == null) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("no answer from the container within " + millis / 1000 + " s");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
        }
        if (exitCode == null) {
            throw new IOException(failure);
        }
        return new Result(exitCode, between(), List.copyOf(marks));
    }

    /** What stands between the opening and the closing mark; with {@code B1} the terminal put a CR before each LF. */
    private byte[] between() {
        byte[] all = terminal.toByteArray();
        int open = find(all, 0, 'B');
        if (open < 0) {
            return new byte[0];
        }
        int from = open + boundary.length + 3;
        int to = find(all, from, 'X');
        to = to < 0 ? Math.min(all.length, from + MOST_OUTPUT) : to;
        ByteArrayOutputStream clean = new ByteArrayOutputStream();
        boolean added = all[open + boundary.length + 1] == '1';
        for (int i = from; i < to; i++) {
            if (!(added && all[i] == '\r' && i + 1 < to && all[i + 1] == '\n')) {
                clean.write(all[i]);
            }
        }
        return clean.toByteArray();
    }

    private int find(byte[] all, int from, char kind) {
        for (int i = from; i + boundary.length + 2 < all.length; i++) {
            if (all[i + boundary.length] == kind
                    && java.util.Arrays.equals(all, i, i + boundary.length, boundary, 0, boundary.length)) {
                return i;
            }
        }
        return -1;
    }
}
