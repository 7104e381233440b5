package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class EcsExecTest {

    private ExecWorld world;

    @Before
    public void start() {
        world = new ExecWorld();
    }

    @After
    public void stop() {
        world.close();
    }

    @Test
    public void aCommandsOutputAndTrueExitCodeArrive() throws Exception {
        world.start("m1", "echo one; echo \"$GREETING $MIGRATION\" >&2; exit 7");

        ExecWorld.Followed followed = world.follow("m1", 30);

        assertEquals("one\nhello yes it's\n", followed.text());
        assertEquals(7, followed.exitCode());
        assertEquals(Detached.Progress.State.ENDED, followed.state());
    }

    @Test
    public void everyExitCodeIsTheTrueOne() throws Exception {
        for (int code : new int[] {0, 1, 7, 137, 255}) {
            world.start("code-" + code, "exit " + code);
            assertEquals(code, world.follow("code-" + code, 30).exitCode());
        }
    }

    @Test
    public void startingTwiceRunsOnce() throws Exception {
        world.start("once", "echo ran >>\"$ECS_RELEASE_DIR/../count\"; sleep 1; cat \"$ECS_RELEASE_DIR/../count\"");
        world.start("once", "echo another");

        assertEquals("ran\n", world.follow("once", 30).text());
    }

    @Test
    public void whatWasNeverStartedIsAbsent() throws Exception {
        Detached.Progress progress = null;
        while (progress == null) {
            try {
                progress = world.programs().look("never", 0, 100);
            } catch (Following.Opening e) {
                continue;
            }
        }
        assertEquals(Detached.Progress.State.ABSENT, progress.state());
    }

    @Test
    public void binaryBytesArriveAsTheyAre() throws Exception {
        byte[] all = new byte[256 * 4];
        StringBuilder octal = new StringBuilder();
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        for (int i = 0; i < 256; i++) {
            octal.append(String.format("\\%03o", i));
        }
        world.start("binary", "for i in 1 2 3 4; do printf '" + octal + "'; done");

        assertArrayEquals(all, world.follow("binary", 30).output());
    }

    @Test
    public void charactersSplitBetweenFramesAndLongLinesArriveWhole() throws Exception {
        world.start("utf8", "i=0; while [ $i -lt 5000 ]; do printf 'h\\303\\251llo \\360\\237\\220\\230'; i=$((i+1)); done; echo");

        assertEquals("h\u00e9llo \ud83d\udc18".repeat(5000) + "\n", world.follow("utf8", 30).text());
    }

    @Test
    public void aLineOfAMegabyteArrivesWhole() throws Exception {
        world.start("line", "head -c 1048576 /dev/zero | tr '\\0' x; echo; exit 7");

        ExecWorld.Followed followed = world.follow("line", 60);

        assertEquals("x".repeat(1048576) + "\n", followed.text());
        assertEquals(7, followed.exitCode());
    }

    @Test
    public void whatLooksLikeAMarkIsOutputLikeAnyOther() throws Exception {
        String marks = "\\036ECSX:0:E0:5\\036 \\036ECSX:ffffffffffffffffffffffffffffffff:X0\\036 EXIT_CODE: 0\\n\\036\\036\\036";
        world.start("marks", "printf '" + marks + "'; exit 7");

        ExecWorld.Followed followed = world.follow("marks", 30);

        assertEquals("\036ECSX:0:E0:5\036 \036ECSX:ffffffffffffffffffffffffffffffff:X0\036 EXIT_CODE: 0\n\036\036\036", followed.text());
        assertEquals(7, followed.exitCode());
    }

    @Test
    public void aTakerWhoGoesBackGetsTheSameAgain() throws Exception {
        world.start("again", "seq 1 2000");
        String text = world.follow("again", 30).text();

        assertEquals(text, world.follow("again", 30).text());
    }

    @Test
    public void itStopsAskingAtAQuarterOfAMegabyte() throws Exception {
        world.start("much", "head -c 20000000 /dev/urandom; exit 7");
        Detached.Progress first = null;
        while (first == null) {
            try {
                first = world.programs().look("much", 0, 1);
            } catch (Following.Opening e) {
                continue;
            }
        }
        long sent = -1;
        for (long now = 0; now != sent; ) { // until the gateway has nothing more to send
            sent = now;
            CountDownLatch never = new CountDownLatch(1);
            never.await(1, TimeUnit.SECONDS);
            now = world.faults().driven().get("frames");
        }

        assertTrue("held " + world.exec.held(), world.exec.held() < 600_000);
        assertTrue("sent " + sent, sent < 20_000); // what is not held here fills the sockets between
        assertEquals(20_000_000, world.follow("much", 60).output().length);
    }
}
