package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A gateway that sends whatever it likes: the channel neither hangs nor throws, and holds no more than it may. */
public class FuzzedChannelTest {

    private static final long SEED = Long.getLong("ecsrelease.seed", 20261123L);
    private static final Logger LOGGER = Logger.getLogger(FuzzedChannelTest.class.getName());

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final HttpClient http = HttpClient.newBuilder().executor(calls).build();
    private final AtomicReference<DataChannel.End> ended = new AtomicReference<>();
    private final AtomicLong bytes = new AtomicLong();
    private final List<LogRecord> warnings = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(entry);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Server server;
    private volatile Talk talk;

    /** What the gateway says once a client has opened its channel. */
    interface Talk {
        void to(Session client) throws Exception;
    }

    /** One connection; public because Jetty calls it. */
    public static final class Said implements Session.Listener.AutoDemanding {
        private final FuzzedChannelTest test;
        private Session client;

        Said(FuzzedChannelTest test) {
            this.test = test;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            client = opened;
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            // The client has heard enough.
        }

        @Override
        public void onWebSocketText(String opening) {
            test.calls.execute(() -> {
                try {
                    test.talk.to(client);
                } catch (Exception e) {
                    client.disconnect();
                }
            });
        }
    }

    @Before
    public void start() throws Exception {
        Logger.getLogger(DataChannel.class.getName()).addHandler(listener);
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxBinaryMessageSize(8 * 1024 * 1024);
            container.addMapping("/*", (request, response, callback) -> new Said(this));
        }));
        server.start();
    }

    @After
    public void stop() throws Exception {
        Logger.getLogger(DataChannel.class.getName()).removeHandler(listener);
        server.stop();
        loop.shutdownNow();
        calls.shutdownNow();
    }

    private DataChannel open(Talk says) {
        talk = says;
        DataChannel.Limits limits = new DataChannel.Limits(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofSeconds(3),
                Duration.ofSeconds(5), Duration.ofSeconds(20), 0);
        DataChannel channel = new DataChannel(WebSocketLink.of(http), Loop.on(loop), calls, URI.create("ws://127.0.0.1:"
                + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + "/v1/data-channel/x"), "token",
                (keyId, challenge) -> {
                    byte[] key = new byte[64];
                    return new Keys.DataKey(key, key);
                },
                Optional::empty,
                new DataChannel.Sink() {
                    @Override
                    public void output(byte[] more) {
                        bytes.addAndGet(more.length);
                    }

                    @Override
                    public boolean hasRoom() {
                        return true;
                    }

                    @Override
                    public void ended(DataChannel.End end) {
                        ended.set(end);
                    }
                },
                limits);
        channel.open();
        return channel;
    }

    private DataChannel.End end() {
        await().atMost(Duration.ofSeconds(60)).until(() -> ended.get() != null);
        assertEquals(warnings.toString(), List.of(), warnings);
        return ended.get();
    }

    private static void send(Session client, byte[] message) {
        Callback.Completable sent = new Callback.Completable();
        client.sendBinary(ByteBuffer.wrap(message), sent);
        sent.join();
    }

    private static byte[] output(long sequence, int kind, byte[] payload) {
        return Frame.of(Frame.OUTPUT, 1, sequence, 0, UUID.randomUUID(), kind, payload).encode();
    }

    /** Well-formed frames with odd contents, broken ones, and noise. */
    private static byte[] strange(Random random, long next) {
        byte[] payload = new byte[random.nextInt(200)];
        random.nextBytes(payload);
        String[] types = {Frame.OUTPUT, Frame.ACKNOWLEDGE, Frame.PAUSE, Frame.START, "agent_job", Frame.INPUT, "x"};
        int[] kinds = {0, 2, 3, 4, 6, 9, 10, 11, 12, 77, -1};
        String json = "{\"AcknowledgedMessageSequenceNumber\":" + random.nextLong() + ",\"Challenge\":[],\"RequestedClientActions\":7}";
        long sequence = random.nextInt(3) == 0 ? random.nextLong() : next + random.nextInt(50) - 10;
        byte[] frame = Frame.of(types[random.nextInt(types.length)], random.nextInt(3), sequence, random.nextLong(), UUID.randomUUID(),
                kinds[random.nextInt(kinds.length)], random.nextBoolean() ? payload : json.getBytes(StandardCharsets.UTF_8)).encode();
        switch (random.nextInt(4)) {
            case 0:
                return payload;
            case 1:
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
                return frame;
            case 2:
                return java.util.Arrays.copyOf(frame, random.nextInt(frame.length));
            default:
                return frame;
        }
    }

    @Test
    public void fiftyThousandStrangeMessagesEndInAnOrdinaryEnd() {
        Random random = new Random(SEED);
        DataChannel channel = open(client -> {
            for (int i = 0; i < 50_000; i++) {
                send(client, strange(random, i / 10));
            }
            send(client, Frame.of(Frame.CHANNEL_CLOSED, 1, 0, 3, UUID.randomUUID(), 0,
                    "{\"Output\":\"enough\"}".getBytes(StandardCharsets.UTF_8)).encode());
        });
        channel.size(300, 100);
        DataChannel.End end = end();
        LOGGER.info("seed " + SEED + ": " + channel.malformed() + " of 50000 messages were none; " + bytes + " bytes of output; " + end);
        assertTrue(channel.malformed() > 5_000);
        // A handshake that makes no sense may end it earlier, with a reason.
        assertFalse(end.text().isEmpty());
    }

    @Test
    public void framesFromTheFutureAreHeldOnlyUpToALimit() {
        DataChannel channel = open(client -> {
            for (int i = 0; i < 40_000; i++) {
                send(client, output(1_000_000L + i, Frame.TERMINAL, new byte[1000]));
            }
            send(client, output(0, Frame.TERMINAL, new byte[7]));
            send(client, Frame.of(Frame.CHANNEL_CLOSED, 1, 0, 3, UUID.randomUUID(), 0, "{}".getBytes(StandardCharsets.UTF_8)).encode());
        });
        assertTrue(end().closed());
        assertEquals(7, bytes.get());
        assertTrue(channel.ahead() <= Conversation.MOST_AHEAD_BYTES / 1000 + 1);
    }

    @Test
    public void aMessageThatIsTooLongIsDropped() {
        DataChannel channel = open(client -> {
            send(client, new byte[4 * 1024 * 1024]);
            send(client, output(0, Frame.TERMINAL, new byte[7]));
            send(client, Frame.of(Frame.CHANNEL_CLOSED, 1, 0, 3, UUID.randomUUID(), 0, "[".getBytes(StandardCharsets.UTF_8)).encode());
        });
        assertTrue(end().closed());
        assertEquals(7, bytes.get());
        assertEquals(1, channel.malformed());
    }

    @Test
    public void whatCannotBeDecryptedEndsTheChannelWithAReason() {
        open(client -> {
            send(client, output(0, Frame.HANDSHAKE_REQUEST, ("{\"RequestedClientActions\":[{\"ActionType\":\"KMSEncryption\","
                    + "\"ActionParameters\":{\"KMSKeyId\":\"k\"}}]}").getBytes(StandardCharsets.UTF_8)));
            send(client, output(1, Frame.CHALLENGE, "{\"Challenge\":\"AAAA\"}".getBytes(StandardCharsets.UTF_8)));
        });
        assertTrue(end().text(), end().text().contains("challenge"));
    }

    @Test
    public void aPortSessionIsRefused() {
        open(client -> send(client, output(0, Frame.HANDSHAKE_REQUEST, ("{\"RequestedClientActions\":[{\"ActionType\":\"SessionType\","
                + "\"ActionParameters\":{\"SessionType\":\"Port\"}}]}").getBytes(StandardCharsets.UTF_8))));
        assertTrue(end().text(), end().text().contains("No session of type Port"));
    }
}
