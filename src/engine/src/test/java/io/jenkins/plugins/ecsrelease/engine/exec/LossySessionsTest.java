package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.logging.Logger;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Output and exit codes over a gateway that loses, doubles, turns around, cuts and pauses. The seed is printed. */
public class LossySessionsTest {

    private static final Logger LOGGER = Logger.getLogger(LossySessionsTest.class.getName());
    private static final long SEED = Long.getLong("ecsrelease.seed", 20261123L);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ExecWorld world;

    @Before
    public void start() {
        world = new ExecWorld();
    }

    @After
    public void stop() {
        world.close();
    }

    private byte[] file(String name, int size) throws Exception {
        byte[] bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        Files.write(folder.getRoot().toPath().resolve(name), bytes);
        return bytes;
    }

    private Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private void tell(String what, ExecWorld.Followed followed) {
        Map<String, Long> driven = world.faults().driven();
        LOGGER.info(what + ": seed " + SEED + ", " + followed.output().length + " bytes, exit code " + followed.exitCode() + ", "
                + followed.unknowns() + " looks without an answer, " + world.opened + " sessions; " + driven);
    }

    @Test
    public void framesAndAcknowledgementsAreLostAndTheOutputIsTheSameByteForByte() throws Exception {
        byte[] bytes = file("bytes", 100_000);
        world.faults().set(SessionFaults.Rates.lossy(SEED));

        start("lossy", "cat '" + path("bytes") + "'; exit 137");
        ExecWorld.Followed followed = world.follow("lossy", 120);
        tell("lossy", followed);

        assertArrayEquals(bytes, followed.output());
        assertEquals(137, followed.exitCode());
        Map<String, Long> driven = world.faults().driven();
        assertTrue(driven.toString(), driven.get("lost") > 3 && driven.get("duplicated") > 3 && driven.get("lost acknowledgements") > 20);
    }

    @Test
    public void connectionsAreCutEveryTwoSecondsAndTheOutputIsTheSameByteForByte() throws Exception {
        byte[] bytes = file("bytes", 200_000);
        world.faults().set(SessionFaults.Rates.lossy(SEED).cutEvery(Duration.ofMillis(2000)));

        start("cut", "i=0; while [ $i -lt 20 ]; do dd if='" + path("bytes") + "' bs=10000 skip=$i count=1 2>/dev/null; i=$((i+1)); sleep .4; done; exit 255");
        ExecWorld.Followed followed = world.follow("cut", 180);
        tell("cut", followed);

        assertArrayEquals(bytes, followed.output());
        assertEquals(255, followed.exitCode());
        assertTrue(world.faults().driven().toString(), world.faults().driven().get("cut") > 1);
    }

    @Test
    public void aGatewayThatPausesLosesNothing() throws Exception {
        byte[] bytes = file("bytes", 1_000_000);
        world.faults().set(SessionFaults.Rates.NONE.pauseEvery(Duration.ofMillis(400)));

        start("paused", "cat '" + path("bytes") + "'; sleep 1; exit 1");
        ExecWorld.Followed followed = world.follow("paused", 120);
        tell("paused", followed);

        assertArrayEquals(bytes, followed.output());
        assertEquals(1, followed.exitCode());
        assertTrue(world.faults().driven().toString(), world.faults().driven().get("paused") > 0);
    }

    @Test
    public void corruptedFramesComeAgain() throws Exception {
        byte[] bytes = file("bytes", 200_000);
        world.faults().set(SessionFaults.Rates.NONE.corrupted(0.05));

        start("corrupted", "cat '" + path("bytes") + "'; exit 7");
        ExecWorld.Followed followed = world.follow("corrupted", 120);
        tell("corrupted", followed);

        assertArrayEquals(bytes, followed.output());
        assertEquals(7, followed.exitCode());
        assertTrue(world.faults().driven().get("corrupted") > 3);
    }

    @Test
    public void noiseBetweenTheFramesIsIgnored() throws Exception {
        byte[] bytes = file("bytes", 300_000);
        world.faults().set(SessionFaults.Rates.NONE.garbage(2));

        start("noise", "cat '" + path("bytes") + "'; exit 7");
        ExecWorld.Followed followed = world.follow("noise", 120);
        tell("noise", followed);

        assertArrayEquals(bytes, followed.output());
        assertEquals(7, followed.exitCode());
        assertTrue(world.faults().driven().get("garbage") > 300);
    }

    private void start(String id, String script) throws Exception {
        for (int attempt = 0; ; attempt++) {
            try {
                world.start(id, script);
                return;
            } catch (java.io.IOException e) {
                if (attempt > 5) {
                    throw e;
                }
            }
        }
    }
}
