package io.jenkins.plugins.ecsrelease.engine.exec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** A piece of a followed log, as a script marks it: {@code <encoding><offset>:<length>:<text>}. */
record Piece(long offset, byte[] bytes) {

    static final int LONGEST = 64 * 1024;

    /** @throws IOException when it is not whole */
    static Piece read(String mark) throws IOException {
        int first = mark.indexOf(':');
        int second = mark.indexOf(':', first + 1);
        if (first < 2 || second < 0) {
            throw new IOException("a piece of the log without its place");
        }
        try {
            long offset = Long.parseLong(mark.substring(1, first).trim());
            int length = Integer.parseInt(mark.substring(first + 1, second).trim());
            byte[] bytes = decoded(mark.charAt(0), mark.substring(second + 1));
            if (bytes.length != length || length > LONGEST) {
                throw new IOException("a piece of the log has " + bytes.length + " bytes instead of " + length);
            }
            return new Piece(offset, bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException("a piece of the log cannot be decoded", e);
        }
    }

    private static byte[] decoded(char encoding, String text) throws IOException {
        return switch (encoding) {
            case 'D' -> Base64.getMimeDecoder().decode(text);
            case 'Z' -> {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)))) {
                    yield in.readNBytes(LONGEST + 1);
                }
            }
            default -> HexFormat.of().parseHex(text.replaceAll("\\s+", ""));
        };
    }
}
