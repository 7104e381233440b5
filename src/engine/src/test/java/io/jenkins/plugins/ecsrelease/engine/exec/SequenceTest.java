package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.UUID;
import org.junit.Test;

/** Order, acknowledgement and resending. */
public class SequenceTest {

    private static final long MILLI = 1_000_000;

    private static Frame frame(long number) {
        return Frame.of(Frame.OUTPUT, 1, number, 0, UUID.randomUUID(), Frame.TERMINAL, new byte[10]);
    }

    private static List<Long> numbers(Incoming.Taken taken) {
        return taken.ready().stream().map(Frame::sequence).toList();
    }

    @Test
    public void whatComesTooEarlyWaitsForItsTurn() {
        Incoming incoming = new Incoming(100, 10_000);
        assertEquals(List.of(0L), numbers(incoming.take(frame(0))));
        for (long early : new long[] {2, 3, 4, 6}) {
            Incoming.Taken taken = incoming.take(frame(early));
            assertTrue(taken.acknowledge());
            assertEquals(List.of(), numbers(taken));
        }
        assertEquals(List.of(1L, 2L, 3L, 4L), numbers(incoming.take(frame(1))));
        assertEquals(5, incoming.expected());
        assertEquals(1, incoming.waiting());
    }

    @Test
    public void aDuplicateIsAcknowledgedAgainAndNotTaken() {
        Incoming incoming = new Incoming(100, 10_000);
        incoming.take(frame(0));
        Incoming.Taken again = incoming.take(frame(0));
        assertTrue(again.acknowledge());
        assertEquals(List.of(), again.ready());
        incoming.take(frame(5));
        assertTrue(incoming.take(frame(5)).acknowledge());
        assertEquals(1, incoming.waiting());
    }

    @Test
    public void whatDoesNotFitIsNotAcknowledgedAndComesAgain() {
        Incoming byCount = new Incoming(2, 10_000);
        assertTrue(byCount.take(frame(1)).acknowledge());
        assertTrue(byCount.take(frame(2)).acknowledge());
        assertFalse(byCount.take(frame(3)).acknowledge());
        Incoming byBytes = new Incoming(100, 25);
        assertTrue(byBytes.take(frame(1)).acknowledge());
        assertTrue(byBytes.take(frame(2)).acknowledge());
        assertFalse(byBytes.take(frame(3)).acknowledge());
        assertEquals(List.of(0L, 1L, 2L), numbers(byBytes.take(frame(0))));
        assertEquals(List.of(3L), numbers(byBytes.take(frame(3))));
    }

    @Test
    public void theTimeToResendLearnsFromAcknowledgements() {
        Outgoing outgoing = new Outgoing();
        assertEquals(200, outgoing.timeoutMillis(), 0.001);
        outgoing.sent(new byte[1], 0);
        outgoing.acknowledged(0, 140 * MILLI);
        assertEquals(105, outgoing.smoothedMillis(), 0.001);
        assertEquals(10, outgoing.varianceMillis(), 0.001);
        assertEquals(145, outgoing.timeoutMillis(), 0.001);
        for (int i = 1; i < 20; i++) {
            outgoing.sent(new byte[1], 0);
            outgoing.acknowledged(i, 60_000 * MILLI);
        }
        assertEquals(1000, outgoing.timeoutMillis(), 0.001);
    }

    @Test
    public void onlyTheHeadIsSentAgainAndOnlyWhenItIsDue() {
        Outgoing outgoing = new Outgoing();
        byte[] first = {1};
        byte[] second = {2};
        outgoing.sent(first, 0);
        outgoing.sent(second, 0);
        assertTrue(outgoing.due(150 * MILLI).isEmpty());
        assertEquals(first, outgoing.due(201 * MILLI).orElseThrow());
        assertTrue(outgoing.due(300 * MILLI).isEmpty());
        assertEquals(first, outgoing.due(402 * MILLI).orElseThrow());
        outgoing.acknowledged(0, 410 * MILLI);
        assertEquals(second, outgoing.due(1_500 * MILLI).orElseThrow());
        outgoing.acknowledged(1, 1_600 * MILLI);
        assertTrue(outgoing.due(10_000 * MILLI).isEmpty());
        assertEquals(0, outgoing.size());
        assertEquals(2, outgoing.number());
    }

    @Test
    public void anAcknowledgementOfNothingIsHarmless() {
        Outgoing outgoing = new Outgoing();
        outgoing.acknowledged(77, 0);
        outgoing.acknowledged(-1, 0);
        assertEquals(0, outgoing.size());
    }
}
