package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A log of 100 MB, followed to its end; {@link LogBench} prints how fast. */
public class HundredMegabytesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void allOfItArrivesInBoundedMemory() throws Exception {
        BigLog.Followed followed = BigLog.follow(folder.newFile("log").toPath());

        assertEquals(7, followed.exitCode());
        assertEquals(BigLog.SIZE, followed.bytes());
        assertTrue("byte for byte", followed.same());
        assertTrue("held " + followed.held(), followed.held() < 1024 * 1024);
    }
}
