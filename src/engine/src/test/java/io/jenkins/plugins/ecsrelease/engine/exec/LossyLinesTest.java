package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults.Rates;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Test;

/**
 * Programs followed over lines on which frames and acknowledgements are lost, connections cut and agents paused: in virtual
 * time, so that neither the machine nor its load matters and many seeds fit. Prints what was driven.
 */
public class LossyLinesTest {

    private static final long SEED = Long.getLong("ecsrelease.seed", 20261123L);
    private static final int ROUNDS = Integer.getInteger("ecsrelease.rounds", 5);
    private static final int[] CODES = {0, 1, 7, 137, 255};

    private final Map<String, Long> driven = new TreeMap<>();
    private double longest;
    private long bytes;

    private static byte[] log(long seed, int size) {
        byte[] log = new byte[size];
        new Random(seed).nextBytes(log);
        return log;
    }

    private PretendFollow.Followed follow(long seed, Rates rates, boolean resumable, int size, double bytesPerMilli, Duration atMost) {
        byte[] log = log(seed, size);
        int code = CODES[(int) Math.floorMod(seed, (long) CODES.length)];
        PretendFollow world = new PretendFollow(rates, log, bytesPerMilli, code);
        world.mayResume = resumable;
        PretendFollow.Followed followed;
        try {
            followed = world.follow(atMost);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
        assertArrayEquals("seed " + seed, log, followed.output());
        assertEquals("seed " + seed, code, followed.exitCode());
        world.gateway.driven.forEach((what, count) -> driven.merge(what, count, Long::sum));
        longest = Math.max(longest, followed.seconds());
        bytes += size;
        return followed;
    }

    private void tell(String what) {
        System.out.printf("%s: seeds %d to %d, %d bytes, at most %.0f s each, %s%n", what, SEED, SEED + ROUNDS - 1, bytes, longest, driven);
    }

    @Test
    public void lostDoubledAndReorderedFramesAndLostAcknowledgementsChangeNothing() {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            follow(seed, Rates.lossy(seed), true, 400_000, 50, Duration.ofMinutes(3));
        }
        tell("lossy");
        assertTrue(driven.toString(), driven.get("lost") > 100 && driven.get("duplicated") > 100
                && driven.get("lost acknowledgements") > 1000);
    }

    @Test
    public void connectionsThatAreCutEveryTwoSecondsAndCannotBeResumedChangeNothing() {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            follow(seed, Rates.lossy(seed).cutEvery(Duration.ofSeconds(2)), false, 400_000, 50, Duration.ofMinutes(10));
        }
        tell("cut");
        assertTrue(driven.toString(), driven.get("cut") > ROUNDS * 4);
    }

    @Test
    public void sessionsThatAreCutEveryTwoSecondsAndResumedChangeNothing() {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            follow(seed, Rates.lossy(seed).cutEvery(Duration.ofSeconds(2)), true, 400_000, 50, Duration.ofMinutes(5));
        }
        tell("cut and resumed");
        assertTrue(driven.toString(), driven.get("resumed") > ROUNDS * 4);
        assertTrue("fewer sessions than cuts: " + driven, driven.get("sessions") < driven.get("cut"));
    }

    @Test
    public void aGatewayThatPausesAgentsOnABadLineChangesNothing() {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            follow(seed, Rates.lossy(seed).cutEvery(Duration.ofSeconds(7)).pauseEvery(Duration.ofSeconds(1)), seed % 2 == 0, 300_000, 20,
                    Duration.ofMinutes(10));
        }
        tell("paused");
        assertTrue(driven.toString(), driven.get("paused") > ROUNDS * 4);
    }

    @Test
    public void framesWithATurnedBitComeAgain() {
        for (long seed = SEED; seed < SEED + ROUNDS; seed++) {
            follow(seed, Rates.lossy(seed).corrupted(0.05), true, 200_000, 50, Duration.ofMinutes(3));
        }
        tell("corrupted");
    }

    @Test
    public void aProgramThatSaysLittleForHoursIsFollowedOnABadLine() {
        follow(SEED, Rates.lossy(SEED).cutEvery(Duration.ofMinutes(4)), false, 40_000, 0.01, Duration.ofHours(3));
        tell("slow");
        assertTrue(longest > 3_600);
    }
}
