package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

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
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A log of 100 MB, followed to its end; prints how fast, and what was held at most. */
public class HundredMegabytesTest {

    private static final Logger LOGGER = Logger.getLogger(HundredMegabytesTest.class.getName());
    private static final int SIZE = 100_000_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Lines as a migration writes them: much alike, never the same. */
    private String write(Path log) throws Exception {
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

    @Test
    public void allOfItArrivesInBoundedMemory() throws Exception {
        Path log = folder.newFile("log").toPath();
        String expected = write(log);
        try (ExecWorld world = new ExecWorld()) {
            world.start("big", "cat '" + log + "'; exit 7");
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            long offset = 0;
            long most = 0;
            long began = System.nanoTime();
            int code = -1;
            while (code < 0) {
                try {
                    Detached.Progress progress = world.programs().look("big", offset, 256 * 1024);
                    digest.update(progress.output());
                    offset = progress.offset();
                    code = progress.exitCode();
                    most = Math.max(most, world.exec.held());
                } catch (Following.Opening e) {
                    continue;
                } catch (IOException e) {
                    LOGGER.info("attached again at " + offset + ": " + e.getMessage());
                }
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            LOGGER.info(String.format("100 MB followed in %.1f s, %.1f MB/s; at most %d KiB held; %s", seconds, SIZE / 1e6 / seconds,
                    most / 1024, world.faults().driven()));

            assertEquals(7, code);
            assertEquals(SIZE, offset);
            assertEquals(expected, HexFormat.of().formatHex(digest.digest()));
            assertTrue("held " + most, most < 1024 * 1024);
        }
    }
}
