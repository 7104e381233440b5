package io.jenkins.plugins.ecsrelease.engine.exec;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;

/**
 * One binary message of the data channel, in both directions: a header of 120 bytes, big-endian, and a payload.
 *
 * <p>Reading is as lenient as the protocol's own clients are, since control frames of the live service are known to carry
 * wrong lengths and digests: {@link #intact()} is asked for stream data only.
 *
 * @param type such as {@value #OUTPUT}; at most 32 ASCII characters
 * @param created milliseconds since 1970
 * @param sequence per direction, from 0; meaningful on stream data only
 * @param flags 1 opens a stream, 3 on acknowledgements
 * @param digest SHA-256 of the payload as it is on the wire
 * @param kind what the payload of stream data is: one of the {@code int} constants here
 */
record Frame(
        String type, int schema, long created, long sequence, long flags, UUID id, byte[] digest, int kind, byte[] payload) {

    static final String INPUT = "input_stream_data";
    static final String OUTPUT = "output_stream_data";
    static final String ACKNOWLEDGE = "acknowledge";
    static final String CHANNEL_CLOSED = "channel_closed";
    static final String START = "start_publication";
    static final String PAUSE = "pause_publication";

    static final int NONE = 0;
    static final int TERMINAL = 1;
    static final int SIZE = 3;
    static final int HANDSHAKE_REQUEST = 5;
    static final int HANDSHAKE_RESPONSE = 6;
    static final int HANDSHAKE_COMPLETE = 7;
    static final int CHALLENGE = 8;
    static final int CHALLENGE_RESPONSE = 9;
    static final int FLAG = 10;
    static final int STANDARD_ERROR = 11;
    static final int EXIT_CODE = 12;

    static final long SYN = 1;
    static final long SYN_AND_FIN = 3;

    /** Where the payload's length stands, which the header's first field repeats. */
    private static final int LENGTH_AT = 116;

    private static final int HEADER = LENGTH_AT + 4;
    private static final int TYPE_LENGTH = 32;

    /** A frame of ours, with the digest of its payload. */
    static Frame of(String type, long created, long sequence, long flags, UUID id, int kind, byte[] payload) {
        return new Frame(type, 1, created, sequence, flags, id, sha256(payload), kind, payload);
    }

    byte[] encode() {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        if (name.length == 0 || name.length > TYPE_LENGTH) {
            throw new IllegalArgumentException("A message type has 1 to 32 characters: " + type);
        }
        byte[] padded = new byte[TYPE_LENGTH];
        Arrays.fill(padded, (byte) ' ');
        System.arraycopy(name, 0, padded, 0, name.length);
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(LENGTH_AT)
                .put(padded)
                .putInt(schema)
                .putLong(created)
                .putLong(sequence)
                .putLong(flags)
                .putLong(id.getLeastSignificantBits()) // the halves are swapped on the wire
                .putLong(id.getMostSignificantBits())
                .put(digest)
                .putInt(kind)
                .putInt(payload.length)
                .put(payload)
                .array();
    }

    /**
     * Reads a whole message. The payload is everything behind the header; its stated length is not looked at.
     *
     * @throws Malformed when it is too short, or lacks its type or its date
     */
    static Frame decode(ByteBuffer message) throws Malformed {
        try {
            ByteBuffer in = message.slice();
            int headerLength = in.getInt();
            if (headerLength < LENGTH_AT || headerLength > in.limit() - 4) {
                throw new Malformed("a header of " + headerLength + " bytes in a message of " + in.limit());
            }
            byte[] name = new byte[TYPE_LENGTH];
            in.get(name);
            String type = trimmed(name);
            int schema = in.getInt();
            long created = in.getLong();
            long sequence = in.getLong();
            long flags = in.getLong();
            long low = in.getLong();
            long high = in.getLong();
            byte[] digest = new byte[32];
            in.get(digest);
            int kind = in.getInt();
            in.position(headerLength + 4);
            byte[] payload = new byte[in.remaining()];
            in.get(payload);
            if (type.isEmpty() || created == 0) {
                throw new Malformed(type.isEmpty() ? "a message without a type" : "a message without a date");
            }
            return new Frame(type, schema, created, sequence, flags, new UUID(high, low), digest, kind, payload);
        } catch (BufferUnderflowException e) {
            throw new Malformed("a message of " + message.remaining() + " bytes");
        }
    }

    /** Whether the payload is the one that was sent. */
    boolean intact() {
        return payload.length == 0 || MessageDigest.isEqual(digest, sha256(payload));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String trimmed(byte[] name) {
        int from = 0;
        int to = name.length;
        while (from < to && padding(name[from])) {
            from++;
        }
        while (to > from && padding(name[to - 1])) {
            to--;
        }
        return new String(name, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean padding(byte character) {
        return character == ' ' || character == 0;
    }

    /** A message that is none. */
    static final class Malformed extends Exception {
        Malformed(String what) {
            super(what);
        }
    }
}
