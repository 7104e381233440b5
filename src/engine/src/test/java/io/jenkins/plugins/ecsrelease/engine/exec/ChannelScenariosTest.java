package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults.Rates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.Test;

/** The channel against every way that agents and gateways are known to behave, in virtual time. */
public class ChannelScenariosTest {

    private static final long SEED = Long.getLong("ecsrelease.seed", 20261123L);

    private final VirtualLoop loop = new VirtualLoop();
    private final PretendGateway gateway = new PretendGateway(loop, Rates.NONE);
    private final Taker taker = new Taker();
    private Optional<String> challenged = Optional.empty();

    /** A sink that keeps what came. */
    private static final class Taker implements DataChannel.Sink {
        final ByteArrayOutputStream output = new ByteArrayOutputStream();
        DataChannel.End end;
        boolean room = true;

        @Override
        public void output(byte[] bytes) {
            output.writeBytes(bytes);
        }

        @Override
        public boolean hasRoom() {
            return room;
        }

        @Override
        public void ended(DataChannel.End how) {
            assertNull("ended twice", end);
            end = how;
        }

        String text() {
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    /** A command that says these things and waits for an interrupt, or ends at once. */
    private static final class Says implements PretendGateway.Source {
        final Deque<PretendGateway.Said> left = new ArrayDeque<>();
        final ByteArrayOutputStream typed = new ByteArrayOutputStream();
        boolean waits;
        boolean ended;

        Says text(String text) {
            return bytes(Frame.TERMINAL, text.getBytes(StandardCharsets.UTF_8));
        }

        Says bytes(int kind, byte[] bytes) {
            left.add(new PretendGateway.Said(kind, bytes));
            return this;
        }

        Says waiting() {
            waits = true;
            return this;
        }

        @Override
        public PretendGateway.Said next() {
            return left.poll();
        }

        @Override
        public boolean ended() {
            return ended || left.isEmpty() && !waits;
        }

        @Override
        public void typed(byte[] bytes) {
            typed.writeBytes(bytes);
        }
    }

    private DataChannel open(PretendGateway.Session session, DataChannel.Sink sink) {
        DataChannel channel = new DataChannel(gateway, loop, loop::run, gateway.url(session), session.token, this::key,
                () -> gateway.resume(session.id), sink, DataChannel.Limits.USUAL);
        channel.open();
        return channel;
    }

    private DataChannel open(Says says) {
        return open(gateway.open(says, null), taker);
    }

    private Keys.DataKey key(String keyId, Optional<String> challenge) {
        challenged = challenge;
        byte[] key = dataKey();
        return new Keys.DataKey(key, new byte[] {1, 2, 3});
    }

    private static byte[] dataKey() {
        byte[] key = new byte[64];
        new Random(SEED).nextBytes(key);
        return key;
    }

    /** As the agent has it: its half seals, ours opens. */
    private static SessionCipher agents() {
        byte[] key = dataKey();
        byte[] swapped = new byte[64];
        System.arraycopy(key, 32, swapped, 0, 32);
        System.arraycopy(key, 0, swapped, 32, 32);
        return new SessionCipher(swapped);
    }

    private void untilEnded(double seconds) {
        loop.until(seconds, () -> taker.end != null);
    }

    private long driven(String what) {
        return gateway.driven.getOrDefault(what, 0L);
    }

    // ------------------------------------------------------------------------------------------------------- the modes

    @Test
    public void withoutAKeyOutputComesWithoutAHandshake() {
        open(new Says().text("hello\r\n"));
        untilEnded(10);

        assertEquals("hello\r\n", taker.text());
        assertEquals(new DataChannel.End(true, ""), taker.end);
    }

    @Test
    public void aHandshakeWithoutEncryptionIsAnswered() {
        Says says = new Says().bytes(Frame.HANDSHAKE_REQUEST, ("{\"AgentVersion\":\"3.1.0.0\",\"RequestedClientActions\":[{\"ActionType\":"
                + "\"SessionType\",\"ActionParameters\":{\"SessionType\":\"NonInteractiveCommands\"}}]}").getBytes());
        says.bytes(Frame.HANDSHAKE_COMPLETE, "{\"HandshakeTimeToComplete\":5,\"CustomerMessage\":\"\"}".getBytes()).text("after").waiting();
        List<Integer> kinds = new ArrayList<>();
        DataChannel channel = recorded(says, kinds);
        channel.size(300, 100);
        loop.pass(5_000);

        assertEquals("after", taker.text());
        assertEquals(List.of(Frame.HANDSHAKE_RESPONSE, Frame.SIZE), kinds);
    }

    /** The stream messages of the client, as far as a bare agent gets to see them. */
    private DataChannel recorded(Says says, List<Integer> kinds) {
        PretendGateway.Session session = gateway.open(says, null);
        Link.Maker heard = (url, timeout, ear, onLoop) -> gateway.connect(url, timeout, new Link.Ear() {
            @Override
            public void opened(Link link) {
                ear.opened(new Link() {
                    @Override
                    public void text(String message) {
                        link.text(message);
                    }

                    @Override
                    public void binary(byte[] message) {
                        try {
                            Frame frame = Frame.decode(java.nio.ByteBuffer.wrap(message));
                            if (frame.type().equals(Frame.INPUT)) {
                                kinds.add(frame.kind());
                                byte[] content = Contents.write(new Contents.Acknowledgement(
                                        frame.type(), frame.id().toString(), frame.sequence(), true));
                                ear.message(Frame.of(Frame.ACKNOWLEDGE, 1, 0, 3, UUID.randomUUID(), 0, content).encode());
                            } else {
                                link.binary(message);
                            }
                        } catch (Frame.Malformed e) {
                            throw new AssertionError(e);
                        }
                    }

                    @Override
                    public void ping() {
                        link.ping();
                    }

                    @Override
                    public void request() {
                        link.request();
                    }

                    @Override
                    public void abort() {
                        link.abort();
                    }
                });
            }

            @Override
            public void message(byte[] bytes) {
                ear.message(bytes);
            }

            @Override
            public void dropped() {
                ear.dropped();
            }

            @Override
            public void alive() {
                ear.alive();
            }

            @Override
            public void lost(String why) {
                ear.lost(why);
            }
        }, onLoop);
        DataChannel channel = new DataChannel(heard, loop, loop::run, gateway.url(session), session.token, this::key,
                () -> gateway.resume(session.id), taker, DataChannel.Limits.USUAL);
        channel.open();
        return channel;
    }

    @Test
    public void withAKeyTheChallengeIsAnsweredAndBothWaysAreEncrypted() {
        Says says = new Says().text("secret\r\n").waiting();
        DataChannel channel = open(gateway.open(says, agents()), taker);
        channel.input("typed".getBytes(StandardCharsets.UTF_8));
        loop.pass(5_000);

        assertEquals("secret\r\n", taker.text());
        assertEquals("typed", says.typed.toString(StandardCharsets.UTF_8));
        assertEquals(Optional.of("AAECAw=="), challenged);
        assertEquals(1, driven("challenges answered"));
    }

    @Test
    public void encryptedOnABadLineNothingChanges() {
        gateway.rates(Rates.lossy(SEED).corrupted(0.05));
        Says says = new Says().waiting();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            says.text("line " + i + "\n");
            expected.append("line ").append(i).append('\n');
        }
        open(gateway.open(says, agents()), taker);
        loop.until(120, () -> taker.text().length() == expected.length());

        assertEquals(expected.toString(), taker.text());
        assertEquals(1, driven("challenges answered"));
    }

    @Test
    public void nothingButAcknowledgementsIsSaidBeforeTheModeIsKnown() {
        Says says = new Says().waiting();
        List<Integer> kinds = new ArrayList<>();
        DataChannel channel = recorded(says, kinds);
        channel.size(300, 100);
        channel.input(new byte[] {3});
        loop.pass(30_000);
        assertEquals(List.of(), kinds);

        says.text("up");
        loop.pass(1_000);
        assertEquals(List.of(Frame.SIZE, Frame.TERMINAL), kinds);
    }

    // ----------------------------------------------------------------------------------------------------- the stream

    @Test
    public void thousandsOfFramesAndAMarkThatIsSplitBetweenThem() throws IOException {
        String nonce = "0".repeat(32);
        byte[] log = new byte[1_800_000];
        new Random(SEED).nextBytes(log);
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        for (int at = 0; at < log.length; at += 60_000) {
            terminal.writeBytes(("\036ECSX:" + nonce + ":D" + at + ":60000:"
                    + java.util.Base64.getEncoder().encodeToString(Arrays.copyOfRange(log, at, at + 60_000)) + "\036").getBytes());
        }
        terminal.writeBytes(("\036ECSX:" + nonce + ":E7:" + log.length + "\036").getBytes());
        Says says = new Says().waiting();
        byte[] all = terminal.toByteArray();
        int frames = 0;
        for (int at = 0; at < all.length; at += 641, frames++) {
            says.bytes(Frame.TERMINAL, Arrays.copyOfRange(all, at, Math.min(all.length, at + 641)));
        }
        Following following = new Following(nonce, 0, loop::nanos);
        DataChannel channel = open(gateway.open(says, null), following);
        following.over(channel);
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int code = -1;
        for (int look = 0; code < 0 && look < 10_000; look++) {
            loop.pass(20);
            try {
                Detached.Progress progress = following.take(taken.size(), 100_000, 0);
                taken.writeBytes(progress.output());
                code = progress.exitCode();
                assertTrue("held " + following.held(), following.held() < 512 * 1024);
            } catch (Following.Opening e) {
                continue;
            }
        }

        assertTrue(frames + " frames", frames > 3_700);
        assertEquals(7, code);
        assertArrayEquals(log, taken.toByteArray());
    }

    @Test
    public void standardErrorIsOutputAndAnExitCodeInTheStreamIsNotBelieved() {
        Says says = new Says().text("out ").bytes(Frame.STANDARD_ERROR, "err ".getBytes()).bytes(Frame.EXIT_CODE, "EXIT_CODE: 3".getBytes())
                .bytes(Frame.FLAG, new byte[] {0, 0, 0, 2}).text("more");
        open(says);
        untilEnded(10);

        assertEquals("out err more", taker.text());
    }

    @Test
    public void closedWithoutTheClosingMarkTheExitCodeIsNotKnown() {
        Shell shell = new Shell("n");
        gateway.closing = "Your session timed out due to inactivity and has been terminated.";
        open(gateway.open(new Says().text("\036ECSX:n:B0\036half of it, and EXIT_CODE: 0"), null), shell);
        loop.pass(10_000);

        IOException unknown = assertThrows(IOException.class, () -> shell.await(0));
        assertTrue(unknown.getMessage(), unknown.getMessage().startsWith("the session was closed: Your session timed out"));
    }

    @Test
    public void aFollowerThatIsCutOffBeforeTheEndNeverTellsACode() throws IOException {
        Following following = new Following("n", 0, loop::nanos);
        following.over(open(gateway.open(new Says().text("\036ECSX:n:SR\036\036ECSX:n:D0:3:YWJj\036\036ECSX:n:E0:"), null), following));
        loop.pass(10_000);

        Detached.Progress progress = following.take(0, 100, 0);
        assertEquals("abc", new String(progress.output(), StandardCharsets.UTF_8));
        assertEquals(Detached.Progress.State.RUNNING, progress.state());
        assertEquals(-1, progress.exitCode());
        assertThrows(IOException.class, () -> following.take(3, 100, 0));
    }

    @Test
    public void aLogThatIsLongerThanWhatCameNeverTellsACode() {
        Following following = new Following("n", 0, loop::nanos);
        following.over(open(gateway.open(new Says().text("\036ECSX:n:D0:3:YWJj\036\036ECSX:n:E0:4\036"), null), following));
        loop.pass(10_000);

        IOException unknown = assertThrows(IOException.class, () -> following.take(0, 100, 0));
        assertEquals("the log has 4 bytes and 3 of them arrived", unknown.getMessage());
    }

    @Test
    public void aThirdOfWhatIsTypedIsLostAndArrivesAllTheSameOnceAndInOrder() {
        gateway.rates(new Rates(SEED, 0, 0, 0, 0, 0.3, 0, 0, 0, Duration.ZERO, Duration.ZERO));
        Says says = new Says().text("up").waiting();
        DataChannel channel = open(says);
        StringBuilder typed = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            channel.input((i + " ").getBytes());
            typed.append(i).append(' ');
        }
        loop.until(60, () -> says.typed.size() == typed.length());

        assertEquals(typed.toString(), says.typed.toString(StandardCharsets.UTF_8));
        assertTrue(gateway.driven.toString(), driven("lost input") > 5);
    }

    @Test
    public void charactersSplitBetweenFramesAndMarksThatAreNotOursAreOutput() throws IOException {
        String text = "h\u00e9llo \ud83d\udc18 \036ECSX:x:E0:1\036 \036\036ECSX:";
        Shell shell = new Shell("n");
        byte[] all = ("\036ECSX:n:B0\036" + text + "\036ECSX:n:X7\036").getBytes(StandardCharsets.UTF_8);
        Says says = new Says().waiting();
        for (byte one : all) {
            says.bytes(Frame.TERMINAL, new byte[] {one});
        }
        open(gateway.open(says, null), shell);
        loop.pass(10_000);

        Shell.Result result = shell.await(0);
        assertEquals(7, result.exitCode());
        assertEquals(text, new String(result.output(), StandardCharsets.UTF_8));
    }

    @Test
    public void controlMessagesOfTheLiveServiceThatAreOddAreBorne() throws Exception {
        Says says = new Says().text("one ").waiting();
        PretendGateway.Session session = gateway.open(says, null);
        DataChannel channel = open(session, taker);
        loop.pass(3_000);
        byte[] start = Frame.of(Frame.START, 1, 0, 3, UUID.randomUUID(), 0, "{}".getBytes()).encode();
        start[116] = 2; // the length in the wrong order
        start[119] = 0;
        start[80] ^= 1; // and a digest of something else
        session.wire.put(start);
        session.wire.put(Frame.of(Frame.ACKNOWLEDGE, 1, 0, 3, UUID.randomUUID(), 0, "[not an acknowledgement".getBytes()).encode());
        session.wire.put(Frame.of("agent_job", 1, 0, 3, UUID.randomUUID(), 77, new byte[0]).encode());
        session.wire.put(new byte[] {1, 2, 3});
        session.wire.put(new byte[0]);
        says.text("two");
        loop.pass(1_000);
        assertEquals("one two", taker.text());
        assertEquals(3, channel.malformed());

        session.finish("bye"); // with a payload type of 261
        loop.pass(100);
        assertEquals(new DataChannel.End(true, "bye"), taker.end);
    }

    @Test
    public void whatIsRepeatedIsAcknowledgedAgainAndTakenOnce() {
        gateway.rates(new Rates(SEED, 0, 1, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO));
        open(new Says().text("once ").text("and once"));
        untilEnded(10);

        assertEquals("once and once", taker.text());
        assertTrue(gateway.driven.toString(), driven("acknowledgements") >= 4);
        assertEquals(0, driven("resent"));
    }

    // ------------------------------------------------------------------------------------------------- the connection

    @Test
    public void aConnectionThatIsResetIsMadeAgainWithANewTokenAndTheSameNumbers() {
        Says says = new Says().text("before ").waiting();
        PretendGateway.Session session = gateway.open(says, null);
        DataChannel channel = open(session, taker);
        channel.input("a".getBytes());
        loop.pass(3_000);
        session.wire.broken("reset by peer");
        says.text("after");
        channel.input("b".getBytes());
        loop.pass(3_000);

        assertEquals("before after", taker.text());
        assertEquals("ab", says.typed.toString());
        assertEquals(2, driven("connections"));
        assertEquals(1, driven("resumed"));
        assertNull(taker.end);
    }

    @Test
    public void aSessionThatCannotBeResumedEndsWithWhatBroke() {
        gateway.resumable = false;
        PretendGateway.Session session = gateway.open(new Says().text("x").waiting(), null);
        open(session, taker);
        loop.pass(3_000);
        session.wire.broken("the connection broke: reset by peer");
        loop.pass(100);

        assertEquals(new DataChannel.End(false, "the connection broke: reset by peer"), taker.end);
    }

    @Test
    public void aTokenThatIsNotTakenEndsAfterSixTries() {
        PretendGateway.Session session = gateway.open(new Says().waiting(), null);
        session.token = "another";
        DataChannel channel = new DataChannel(gateway, loop, loop::run, gateway.url(session), "stale", this::key,
                () -> Optional.of("stale"), taker, DataChannel.Limits.USUAL);
        channel.open();
        untilEnded(60);

        assertFalse(taker.end.closed());
        assertTrue(taker.end.text(), taker.end.text().contains("token not valid"));
        assertEquals(0, driven("connections"));
    }

    @Test
    public void aGatewayThatCannotBeReachedEndsWithAReason() {
        Link.Maker nowhere = (url, timeout, ear, onLoop) -> loop.afterMillis(50, () -> ear.lost("could not connect to gateway: refused"));
        new DataChannel(nowhere, loop, loop::run, URI.create("ws://gateway/x"), "t", this::key, () -> Optional.of("t"), taker,
                DataChannel.Limits.USUAL).open();
        untilEnded(60);

        assertTrue(taker.end.text(), taker.end.text().contains("refused"));
        assertTrue("pauses between the tries: " + loop.seconds(), loop.seconds() > 2);
    }

    @Test
    public void inSilenceItPingsAndStaysConnected() {
        open(new Says().text("x").waiting());
        loop.pass(Duration.ofMinutes(30).toMillis());

        assertEquals(1, driven("connections"));
        assertTrue(gateway.driven.toString(), driven("pings") >= 58);
        assertNull(taker.end);
    }

    @Test
    public void aConnectionThatIsDeadWithoutSayingSoIsMadeAgain() {
        Says says = new Says().text("x").waiting();
        PretendGateway.Session session = gateway.open(says, null);
        open(session, taker);
        loop.pass(3_000);
        session.wire.mute = true;
        says.text("y");
        loop.pass(90_000);
        assertEquals(1, driven("connections"));
        loop.pass(30_000);

        assertEquals(2, driven("connections"));
        assertEquals("xy", taker.text());
    }

    @Test
    public void aTakerWithoutRoomIsNoSilenceOfTheOtherSide() {
        Says says = new Says().waiting();
        DataChannel channel = open(says);
        loop.pass(3_000);
        taker.room = false;
        says.text("a").text("b");
        loop.pass(Duration.ofMinutes(10).toMillis());
        assertEquals(1, driven("connections"));

        taker.room = true;
        channel.more();
        loop.pass(1_000);
        assertEquals("ab", taker.text());
    }

    @Test
    public void anAgentThatAcknowledgesNothingIsGivenUpAfterFiveMinutes() {
        gateway.rates(new Rates(SEED, 0, 0, 0, 0, 1, 0, 0, 0, Duration.ZERO, Duration.ZERO));
        DataChannel channel = open(new Says().text("x").waiting());
        channel.input("typed".getBytes());
        loop.pass(Duration.ofMinutes(4).toMillis());
        assertNull(taker.end);
        loop.pass(Duration.ofMinutes(2).toMillis());

        assertEquals(new DataChannel.End(false, "the agent acknowledged nothing for 300 s"), taker.end);
    }

    @Test
    public void whileTheGatewayPausesNothingIsSentAgain() {
        Says says = new Says().text("x").waiting();
        PretendGateway.Session session = gateway.open(says, null);
        DataChannel channel = open(session, taker);
        loop.pass(3_000);
        gateway.rates(new Rates(SEED, 0, 0, 0, 0, 1, 0, 0, 0, Duration.ZERO, Duration.ZERO));
        session.wire.put(Frame.of(Frame.PAUSE, 1, 0, 3, UUID.randomUUID(), 0, new byte[0]).encode());
        loop.pass(100);
        channel.input("typed".getBytes());
        loop.pass(10_000);
        assertEquals("only the first sending", 1, driven("lost input"));

        session.wire.put(Frame.of(Frame.START, 1, 0, 3, UUID.randomUUID(), 0, new byte[0]).encode());
        gateway.rates(Rates.NONE);
        loop.pass(2_000);
        assertEquals("typed", says.typed.toString());
    }

    @Test
    public void anotherHostGoesOnWithASessionOfItsOwn() {
        byte[] log = new byte[50_000];
        new Random(SEED).nextBytes(log);
        PretendFollow world = new PretendFollow(Rates.NONE, log, 10, 137);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        assertThrows(AssertionError.class, () -> world.follow(Duration.ofSeconds(4), output));
        int before = output.size();
        assertTrue(before + " bytes", before > 5_000 && before < 45_000);

        world.restart(); // only what was taken is left; the sequence numbers of the first host are gone with it
        PretendFollow.Followed followed = world.follow(Duration.ofMinutes(1), output);
        assertEquals(137, followed.exitCode());
        assertArrayEquals(log, followed.output());
        assertEquals(2, world.opened);
    }

    @Test
    public void aSessionThatFallsBehindIsGivenUpSoThatAnotherCanBeginWhereItStands() {
        gateway.rates(new Rates(SEED, 0.2, 0, 0, 0, 0, 0.2, 0, 0, Duration.ZERO, Duration.ZERO));
        Says says = new Says().waiting();
        for (int i = 0; i < 3_000; i++) {
            says.text("line " + i + "\n");
        }
        open(says);
        untilEnded(30);

        assertEquals(new DataChannel.End(false, "the line loses more than the agent sends again"), taker.end);
        assertTrue(taker.text().startsWith("line 0\nline 1\n"));
    }

    @Test
    public void cancelledItInterruptsWhatRunsAndLetsGo() {
        Says says = new Says().text("x").waiting();
        DataChannel channel = open(says);
        loop.pass(3_000);
        channel.hangUp();
        loop.pass(1_000);

        assertArrayEquals(new byte[] {3}, says.typed.toByteArray());
        assertEquals(new DataChannel.End(false, "closed here"), taker.end);
    }

    @Test
    public void aClientThatComesLateGetsAllOfIt() {
        Says says = new Says().text("early").waiting();
        PretendGateway.Session session = gateway.open(says, null);
        loop.pass(60_000);
        open(session, taker);
        loop.pass(1_000);

        assertEquals("early", taker.text());
    }
}
