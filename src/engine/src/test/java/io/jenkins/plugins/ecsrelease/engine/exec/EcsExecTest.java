package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
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
}
