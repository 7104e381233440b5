package io.jenkins.plugins.ecsrelease.sandbox.session;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** A message of the data channel as the agent and the gateway write and read it. */
record Message(String type, long created, long sequence, long flags, UUID id, int payloadType, byte[] payload) {

    static final int OUTPUT = 1;
    static final int SIZE = 3;
    static final int HANDSHAKE_REQUEST = 5;
    static final int HANDSHAKE_RESPONSE = 6;
    static final int HANDSHAKE_COMPLETE = 7;
    static final int CHALLENGE_REQUEST = 8;
    static final int CHALLENGE_RESPONSE = 9;

    private static final int HEADER_LENGTH = 116;

    static Message output(long sequence, int payloadType, byte[] payload) {
        return new Message("output_stream_data", System.currentTimeMillis(), sequence, sequence == 0 ? 1 : 0,
                UUID.randomUUID(), payloadType, payload);
    }

    static Message control(String type, int payloadType, byte[] payload) {
        return new Message(type, System.currentTimeMillis(), 0, 3, UUID.randomUUID(), payloadType, payload);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(120 + payload.length);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(HEADER_LENGTH);
            out.write(String.format("%-32s", type).getBytes(StandardCharsets.US_ASCII));
            out.writeInt(1);
            out.writeLong(created);
            out.writeLong(sequence);
            out.writeLong(flags);
            out.writeLong(id.getLeastSignificantBits());
            out.writeLong(id.getMostSignificantBits());
            out.write(digest(payload));
            out.writeInt(payloadType);
            out.writeInt(payload.length);
            out.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when it is none */
    static Message read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int header = in.readInt();
            byte[] name = in.readNBytes(32);
            in.readInt();
            long created = in.readLong();
            long sequence = in.readLong();
            long flags = in.readLong();
            long low = in.readLong();
            long high = in.readLong();
            in.readNBytes(32);
            int payloadType = in.readInt();
            String type = new String(name, StandardCharsets.US_ASCII).trim();
            if (header == 0 || type.isEmpty() || created == 0 || header + 4 > bytes.length) {
                throw new IOException("No message: header " + header + ", type '" + type + "'");
            }
            byte[] payload = java.util.Arrays.copyOfRange(bytes, header + 4, bytes.length);
            return new Message(type, created, sequence, flags, new UUID(high, low), payloadType, payload);
        }
    }

    static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
