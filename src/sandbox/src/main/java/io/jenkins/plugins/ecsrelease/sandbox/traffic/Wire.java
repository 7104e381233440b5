package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads and writes HTTP/1.1 messages on one connection, one after another. Not for two threads at a time. */
final class Wire implements Closeable {

    private static final int LARGEST_HEAD = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[4096];
    private int from;
    private int to;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** How long a read may wait, in real milliseconds; 0 for ever. */
    void timeout(int millis) throws IOException {
        if (socket.getSoTimeout() != millis) {
            socket.setSoTimeout(millis);
        }
    }

    /** The next message; null when the other side has closed the connection between two messages. */
    Message read(boolean bodyless) throws IOException {
        int end = head();
        if (end < 0) {
            return null;
        }
        String[] lines = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1).split("\r\n");
        from = end + 4;
        List<Message.Field> fields = new ArrayList<>(lines.length);
        int length = 0;
        boolean chunked = false;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon <= 0) {
                throw new IOException("Not a header field: " + lines[i]);
            }
            String name = lines[i].substring(0, colon);
            String value = lines[i].substring(colon + 1).trim();
            if (name.equalsIgnoreCase("Content-Length")) {
                length = Integer.parseInt(value);
            } else if (name.equalsIgnoreCase("Transfer-Encoding")) {
                chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
            } else {
                fields.add(new Message.Field(name, value));
            }
        }
        byte[] body = bodyless ? new byte[0] : chunked ? chunks() : exactly(length);
        return new Message(lines[0], fields, body);
    }

    /** Writes the message with its length; {@code empty} leaves the body away, as for HEAD. */
    void write(Message message, boolean empty) throws IOException {
        StringBuilder head = new StringBuilder(256).append(message.start()).append("\r\n");
        for (Message.Field field : message.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        head.append("Content-Length: ").append(message.body().length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = empty ? new byte[0] : message.body();
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        out.write(all);
    }

    /** Where the head that begins at {@code from} ends; -1 at the end of the stream. */
    private int head() throws IOException {
        int searched = 0;
        while (true) {
            for (int i = from + searched; i + 3 < to; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                    return i;
                }
            }
            int pending = to - from;
            if (pending > LARGEST_HEAD) {
                throw new IOException("The head of an HTTP message is larger than " + LARGEST_HEAD + " bytes");
            }
            searched = Math.max(0, pending - 3);
            if (!more()) {
                if (pending == 0) {
                    return -1;
                }
                throw new EOFException("The connection ended within a message");
            }
        }
    }

    /** Reads on; bytes before {@code from} are dropped. */
    private boolean more() throws IOException {
        if (from > 0) {
            System.arraycopy(buffer, from, buffer, 0, to - from);
            to -= from;
            from = 0;
        }
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, to, buffer.length - to);
        if (read < 0) {
            return false;
        }
        to += read;
        return true;
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        int here = Math.min(length, to - from);
        System.arraycopy(buffer, from, bytes, 0, here);
        from += here;
        if (here < length && in.readNBytes(bytes, here, length - here) < length - here) {
            throw new EOFException("The connection ended within a body");
        }
        return bytes;
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            int semicolon = size.indexOf(';');
            int length = Integer.parseInt((semicolon < 0 ? size : size.substring(0, semicolon)).trim(), 16);
            if (length == 0) {
                while (!line().isEmpty()) {
                    // Trailers say nothing that matters here.
                }
                return body.toByteArray();
            }
            body.write(exactly(length));
            line();
        }
    }

    private String line() throws IOException {
        int searched = 0;
        while (true) {
            for (int i = from + searched; i + 1 < to; i++) {
                if (buffer[i] == '\r' && buffer[i + 1] == '\n') {
                    String line = new String(buffer, from, i - from, StandardCharsets.ISO_8859_1);
                    from = i + 2;
                    return line;
                }
            }
            searched = Math.max(0, to - from - 1);
            if (!more()) {
                throw new EOFException("The connection ended within a chunk");
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed as far as this machine is concerned.
        }
    }
}
