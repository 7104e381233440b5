package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.logging.Logger;

/** A log of 100 MB, written by a program in a container and followed to its end. */
final class BigLog {

    static final int SIZE = 100_000_000;

    private static final Logger LOGGER = Logger.getLogger(BigLog.class.getName());

    /**
     * @param same whether it arrived byte for byte
     * @param held the most bytes that had come and nobody stood behind yet
     * @param heap the most bytes of heap in use, as seen after each megabyte
     */
    record Followed(long bytes, int exitCode, boolean same, long held, long heap, double seconds) {}

    private BigLog() {}

    /** Lines as a migration writes them: much alike, never the same. */
    private static String write(Path log) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(7);
        long written = 0;
        try (OutputStream out = new DigestOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(log)), digest)) {
            for (int i = 0; written < SIZE; i++) {
                byte[] line = ("2026-11-23 10:00:" + i % 60 + " INFO  migrated order " + random.nextInt(1_000_000) + " of customer "
                                + Long.toHexString(random.nextLong()) + " in " + random.nextInt(90) + " ms\n")
                        .getBytes(StandardCharsets.UTF_8);
                int part = (int) Math.min(line.length, SIZE - written);
                out.write(line, 0, part);
                written += part;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static Followed follow(Path log) throws Exception {
        String expected = write(log);
        try (ExecWorld world = new ExecWorld()) {
            world.start("big", "cat '" + log + "'; exit 7");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long offset = 0;
            long held = 0;
            long heap = 0;
            long began = System.nanoTime();
            int code = -1;
            while (code < 0) {
                try {
                    Detached.Progress progress = world.programs().look("big", offset, 256 * 1024);
                    digest.update(progress.output());
                    if (offset / 1_000_000 != progress.offset() / 1_000_000) {
                        heap = Math.max(heap, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
                    }
                    offset = progress.offset();
                    code = progress.exitCode();
                    held = Math.max(held, world.exec.held());
                } catch (Following.Opening e) {
                    continue;
                } catch (IOException e) {
                    LOGGER.info("attached again at " + offset + ": " + e.getMessage());
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Followed(offset, code, expected.equals(HexFormat.of().formatHex(digest.digest())), held, heap, seconds);
        }
    }
}
