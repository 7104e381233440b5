package io.jenkins.plugins.ecsrelease.engine.exec;

import java.util.Locale;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Prints how fast a log of 100 MB comes out of a container, and what it costs in memory; run by {@code test/bench/run}. */
public class LogBench {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aLogOfAHundredMegabytes() throws Exception {
        BigLog.Followed followed = BigLog.follow(folder.newFile("log").toPath());
        System.out.printf(Locale.ROOT, "bench a log of 100 MB through ECS Exec: %.1f MB/s (%.1f s), byte for byte %s, exit code %d; at most "
                        + "%d KiB held, %d MiB of heap with the sandbox in it%n",
                followed.bytes() / 1e6 / followed.seconds(), followed.seconds(), followed.same() ? "the same" : "NOT THE SAME",
                followed.exitCode(), followed.held() / 1024, followed.heap() >> 20);
    }
}
