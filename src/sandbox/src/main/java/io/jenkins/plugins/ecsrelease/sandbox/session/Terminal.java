package io.jenkins.plugins.ecsrelease.sandbox.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A program behind what looks like a terminal: line feeds become CR LF, input is echoed, ^C interrupts what runs in it.
 * What it writes comes in pieces of at most 1,024 bytes that never end within a UTF-8 character.
 */
final class Terminal {

    private static final int PIECE = 1024;
    private static final int INTERRUPT = 3;
    private static final int END_OF_FILE = 4;

    private final Process process;
    private final OutputStream input;
    private final InputStream output;
    private byte[] rest = {};

    Terminal(Process process) {
        this.process = process;
        this.input = process.getOutputStream();
        this.output = process.getInputStream();
    }

    /** The next piece; waits for it; null at the end. */
    byte[] read() throws IOException {
        while (true) {
            byte[] raw = new byte[PIECE / 2]; // a line feed takes two bytes
            int count;
            try {
                count = output.read(raw);
            } catch (IOException e) {
                count = -1; // the stream of a killed process
            }
            if (count < 0) {
                return null; // an unfinished character at the end is lost, as with the real agent
            }
            byte[] piece = piece(raw, count);
            if (piece.length > 0) {
                return piece;
            }
        }
    }

    private synchronized byte[] piece(byte[] raw, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(rest);
        for (int i = 0; i < count; i++) {
            if (raw[i] == '\n') {
                all.write('\r');
            }
            all.write(raw[i]);
        }
        byte[] bytes = all.toByteArray();
        int whole = bytes.length - unfinished(bytes);
        rest = Arrays.copyOfRange(bytes, whole, bytes.length);
        return Arrays.copyOf(bytes, whole);
    }

    /** How many bytes at the end begin a character that is not complete. */
    static int unfinished(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int b = bytes[bytes.length - back] & 0xff;
            if ((b & 0xc0) != 0x80) {
                int wants = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
                return wants > back ? back : 0;
            }
        }
        return 0;
    }

    /** What a client typed; gives back what the terminal shows of it. */
    byte[] write(byte[] typed) {
        ByteArrayOutputStream echo = new ByteArrayOutputStream();
        try {
            for (byte b : typed) {
                if (b == INTERRUPT) {
                    signal("INT");
                } else if (b == END_OF_FILE) {
                    input.close();
                } else {
                    input.write(b == '\r' ? '\n' : b);
                    echo.write(b);
                    if (b == '\r') {
                        echo.write('\n');
                    }
                }
            }
            input.flush();
        } catch (IOException e) {
            // it takes no more input
        }
        return echo.toByteArray();
    }

    /** To everything that runs in this terminal; what took a session of its own is out of reach. */
    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The program is killed, and whatever shares its terminal is told that it is gone. */
    void hangUp() {
        process.destroyForcibly();
        signal("HUP");
    }

    boolean alive() {
        return process.isAlive();
    }
}
