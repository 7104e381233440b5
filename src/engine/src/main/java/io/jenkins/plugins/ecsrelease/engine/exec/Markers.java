package io.jenkins.plugins.ecsrelease.engine.exec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Finds our own marks in what a terminal shows: {@code RS ECSX:<nonce>:<word> RS}, where RS is the byte 0x1E. The nonce is
 * random for each session, so that nothing a program prints can pass for one. Everything else is noise: a shell's
 * complaint, a greeting.
 */
final class Markers {

    private static final int RS = 0x1e;
    /** Longer than any mark of ours: 64 KiB in hexadecimal digits with spaces. */
    private static final int LONGEST = 256 * 1024;

    private static final int MOST_NOISE = 2048;

    private final byte[] start;
    private final Consumer<String> mark;
    private final ByteArrayOutputStream inside = new ByteArrayOutputStream();
    private final ByteArrayOutputStream noise = new ByteArrayOutputStream();
    private boolean within;

    Markers(String nonce, Consumer<String> mark) {
        this.start = ("ECSX:" + nonce + ":").getBytes(StandardCharsets.US_ASCII);
        this.mark = mark;
    }

    void take(byte[] bytes) {
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == RS) {
                collect(bytes, from, i);
                from = i + 1;
                boundary();
            }
        }
        collect(bytes, from, bytes.length);
    }

    private void collect(byte[] bytes, int from, int to) {
        if (!within) {
            noise(bytes, from, to);
            return;
        }
        inside.write(bytes, from, to - from);
        if (inside.size() > LONGEST) {
            noise(inside.toByteArray(), 0, inside.size());
            inside.reset();
            within = false;
        }
    }

    private void boundary() {
        if (!within) {
            within = true;
            return;
        }
        byte[] found = inside.toByteArray();
        inside.reset();
        if (ours(found)) {
            within = false;
            mark.accept(new String(found, start.length, found.length - start.length, StandardCharsets.ISO_8859_1));
        } else {
            noise(found, 0, found.length); // and this boundary may open the next one
        }
    }

    private boolean ours(byte[] found) {
        return found.length >= start.length && java.util.Arrays.equals(found, 0, start.length, start, 0, start.length);
    }

    private void noise(byte[] bytes, int from, int to) {
        int room = MOST_NOISE - noise.size();
        noise.write(bytes, from, Math.max(0, Math.min(room, to - from)));
    }

    /** The first of what was no mark, for a diagnosis. */
    String noise() {
        return noise.toString(StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").trim();
    }

    int held() {
        return inside.size();
    }
}
