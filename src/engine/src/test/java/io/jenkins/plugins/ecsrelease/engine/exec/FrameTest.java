package io.jenkins.plugins.ecsrelease.engine.exec;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import org.junit.Test;

/** Frames against bytes that AWS's own serializer, plugin and agent made of the same fields. */
public class FrameTest {

    private static final UUID ID = UUID.fromString("dd01e56b-ff48-483e-a508-b5f073f31b16");
    private static final long CREATED = 1503434274948L;
    private static final String COMMON = "000000010000015e0baa7884";
    private static final String WIRE_ID = "a508b5f073f31b16dd01e56bff48483e";

    private static String header(String type) {
        StringBuilder name = new StringBuilder(type);
        while (name.length() < 32) {
            name.append(' ');
        }
        return "00000074" + HexFormat.of().formatHex(name.toString().getBytes(StandardCharsets.US_ASCII)) + COMMON;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void same(String hex, Frame frame) throws Exception {
        assertEquals(hex, HexFormat.of().formatHex(frame.encode()));
        Frame read = Frame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        assertEquals(hex, HexFormat.of().formatHex(read.encode()));
        assertEquals(frame.type(), read.type());
        assertEquals(frame.sequence(), read.sequence());
        assertEquals(frame.flags(), read.flags());
        assertEquals(frame.id(), read.id());
        assertEquals(frame.kind(), read.kind());
        assertArrayEquals(frame.payload(), read.payload());
        assertTrue(read.intact());
    }

    @Test
    public void inputOfAClient() throws Exception {
        same(header(Frame.INPUT) + "00000000000000010000000000000002" + WIRE_ID
                        + "239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e500000000000000077061796c6f6164",
                Frame.of(Frame.INPUT, CREATED, 1, 2, ID, Frame.NONE, bytes("payload")));
    }

    @Test
    public void anyOtherType() throws Exception {
        same(header("interactive_shell") + "00000000000000010000000000000002" + WIRE_ID
                        + "239f59ed55e737c77147cf55ad0c1b030b6d7ee748a7426952f9b852d5a935e500000000000000077061796c6f6164",
                Frame.of("interactive_shell", CREATED, 1, 2, ID, Frame.NONE, bytes("payload")));
    }

    @Test
    public void outputInUtf8() throws Exception {
        same(header(Frame.OUTPUT) + "00000000000000000000000000000001" + WIRE_ID
                        + "c9f0d761d6738e2884e0c20ff19a2d5b58c62b09f663db0ad2c8eb280390c120000000010000000868c3a96c6c6f0d0a",
                Frame.of(Frame.OUTPUT, CREATED, 0, Frame.SYN, ID, Frame.TERMINAL, bytes("h\u00e9llo\r\n")));
    }

    @Test
    public void anAcknowledgementHasItsKeysInOrder() throws Exception {
        byte[] content = Contents.write(new Contents.Acknowledgement(Frame.OUTPUT, ID.toString(), 2, true));
        assertEquals("{\"AcknowledgedMessageType\":\"output_stream_data\",\"AcknowledgedMessageId\":\"" + ID
                + "\",\"AcknowledgedMessageSequenceNumber\":2,\"IsSequentialMessage\":true}", new String(content, StandardCharsets.UTF_8));
        String hex = header(Frame.ACKNOWLEDGE) + "00000000000000000000000000000003" + WIRE_ID
                + "826149d35e09fb655b0de7148dac393b940c08944aeccbefab44cbd86c9be05000000000000000b0"
                + HexFormat.of().formatHex(content);
        same(hex, Frame.of(Frame.ACKNOWLEDGE, CREATED, 0, Frame.SYN_AND_FIN, ID, Frame.NONE, content));
    }

    @Test
    public void theSizeOfATerminal() throws Exception {
        same(header(Frame.INPUT) + "00000000000000070000000000000000" + WIRE_ID
                        + "d53ca1ea7dce87c11432052a8550ed2615cf715ca843c89710ed83325b691cba0000000300000015"
                        + "7b22636f6c73223a38302c22726f7773223a32347d",
                Frame.of(Frame.INPUT, CREATED, 7, 0, ID, Frame.SIZE, Contents.write(new Contents.Size(80, 24))));
    }

    @Test
    public void aNumberBeyondFourBytes() throws Exception {
        same(header(Frame.INPUT) + "00000001000000000000000000000000" + WIRE_ID
                        + "433ebf5bc03dffa38536673207a21281612cef5faa9bc7a4d5b9be2fdb12cf1a0000000a0000000400000002",
                Frame.of(Frame.INPUT, CREATED, 4294967296L, 0, ID, Frame.FLAG, new byte[] {0, 0, 0, 2}));
    }

    @Test
    public void theAnswerToAHandshake() throws Exception {
        byte[] content = Contents.write(new Contents.HandshakeResponse("1.2.0.0",
                java.util.List.of(new Contents.ProcessedAction("SessionType", Contents.SUCCESS, null, "")), null));
        same(header(Frame.INPUT) + "00000000000000000000000000000000" + WIRE_ID
                        + "2004d04ad8209c74502be0483e137a249199ff8258766dfd64644ec06ddbf66a0000000600000091"
                        + HexFormat.of().formatHex(content),
                Frame.of(Frame.INPUT, CREATED, 0, 0, ID, Frame.HANDSHAKE_RESPONSE, content));
    }

    @Test
    public void anExitCode() throws Exception {
        same(header(Frame.OUTPUT) + "00000000000000090000000000000000" + WIRE_ID
                        + "75b98d703ed4df6516928d0bc88a131bd33a2887c556c2b9299dd3d4329254f60000000c0000000c455849545f434f44453a2033",
                Frame.of(Frame.OUTPUT, CREATED, 9, 0, ID, Frame.EXIT_CODE, bytes("EXIT_CODE: 3")));
    }

    @Test
    public void theEndOfAChannel() throws Exception {
        byte[] content = bytes("{\"MessageId\":\"" + ID + "\",\"CreatedDate\":\"2018-01-01\",\"DestinationId\":\"destination-id\","
                + "\"SessionId\":\"sessionId_01234567890abcedf\",\"MessageType\":\"channel_closed\",\"SchemaVersion\":1,\"Output\":\"payload\"}");
        same(header(Frame.CHANNEL_CLOSED) + "00000000000000010000000000000002" + WIRE_ID
                        + "15ff971b2862c40d61be5bad1c88437f18583292c967544d00a0bb15badadf8200000000000000de"
                        + HexFormat.of().formatHex(content),
                Frame.of(Frame.CHANNEL_CLOSED, CREATED, 1, 2, ID, Frame.NONE, content));
    }

    @Test
    public void whatTheRealPluginAcknowledged() throws Exception {
        byte[] content = Contents.write(new Contents.Acknowledgement(
                Frame.OUTPUT, "ad3390fb-cdd8-4c3f-ad10-d68d0304c45b", 0, true));
        String hex = "0000007461636b6e6f776c6564676520202020202020202020202020202020202020202000000001000001a206897ed3000000000000000000000000"
                + "00000003ad8db2fd9e4afa948aed9945985540621f81513b9fa4f059d96f70a126f266c3ebeb8d68c685c976083c3cfb7e5c8a2800000000000000b0" + HexFormat.of().formatHex(content);
        assertEquals(296, hex.length() / 2);
        Frame acknowledged = Frame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
        assertTrue(acknowledged.intact());
        assertEquals(hex, HexFormat.of().formatHex(acknowledged.encode()));
        assertEquals(0, Contents.read(acknowledged.payload(), Contents.Acknowledgement.class).sequence());
    }

    @Test
    public void whatTheRealAgentAndTheRealPluginSent() throws Exception {
        String[] captured = {
            "000000746f75747075745f73747265616d5f64617461202020202020202020202020202000000001000001a206897ed200000000000000000000000000000001"
                    + "ad10d68d0304c45bad3390fbcdd84c3fcd2eca3535741f27a8ae40c31b0c41d4057a7a7b912b33b9aed86485d1c84676000000010000000768656c6c6f0d0a",
            "0000007461636b6e6f776c6564676520202020202020202020202020202020202020202020000001000001a206897ed300000000000000000000000000000003",
            "00000074696e7075745f73747265616d5f6461746120202020202020202020202020202000000001000001a206897ed300000000000000000000000000000000"
                    + "9c7cdb9e8178df7c64efab21e10d463ce1537ad4749d88db6f6d97ed16e443dee6ba30c43afa2c4875bb1432f07d8b3a00000003000000177b22636f6c73223a3330302c22726f7773223a3130307d"
        };
        Frame hello = Frame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(captured[0])));
        assertEquals("hello\r\n", new String(hello.payload(), StandardCharsets.UTF_8));
        assertTrue(hello.intact());
        assertEquals(captured[0], HexFormat.of().formatHex(hello.encode()));
        assertThrows(Frame.Malformed.class, () -> Frame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(captured[1].substring(0, 100)))));
        Frame size = Frame.decode(ByteBuffer.wrap(HexFormat.of().parseHex(captured[2])));
        assertEquals("{\"cols\":300,\"rows\":100}", new String(size.payload(), StandardCharsets.UTF_8));
        assertArrayEquals(size.payload(), Contents.write(new Contents.Size(300, 100)));
        assertEquals(captured[2], HexFormat.of().formatHex(size.encode()));
    }

    /** The numbers and texts that the agent's own tests try its fields with. */
    @Test
    public void fieldsAreWrittenAndReadAsTheAgentsOwnTestsHaveThem() throws Exception {
        long[][] longs = {{5747283, 0x57b253}, {92837273, 0x5889599}, {50, 0x32}, {65537, 0x10001}, {5899622, 0x5a0566},
                {5899626, 0x5a056a}, {4294967296L, 0x100000000L}};
        for (long[] each : longs) {
            String hex = String.format("%016x", each[1]);
            assertEquals(hex, field(Frame.of(Frame.INPUT, each[0], 0, 0, ID, 0, bytes("x")), 40, 48));
            assertEquals(hex, field(Frame.of(Frame.INPUT, CREATED, each[0], 0, ID, 0, bytes("x")), 48, 56));
            assertEquals(each[0], read(Frame.of(Frame.INPUT, CREATED, each[0], 0, ID, 0, bytes("x"))).sequence());
        }
        int[][] integers = {{324, 0x144}, {520392, 0x7f0c8}, {50, 0x32}, {255, 0xff}, {256, 0x100}};
        for (int[] each : integers) {
            Frame frame = Frame.of(Frame.INPUT, CREATED, 0, 0, ID, each[0], bytes("x"));
            assertEquals(String.format("%08x", each[1]), field(frame, 112, 116));
            assertEquals(each[0], read(frame).kind());
        }
        assertEquals("68656c6c6f" + "20".repeat(27), field(Frame.of("hello", CREATED, 0, 0, ID, 0, bytes("x")), 4, 36));
        byte[] ended = Frame.of("rw", CREATED, 0, 0, ID, 0, bytes("x")).encode();
        java.util.Arrays.fill(ended, 6, 36, (byte) 0);
        assertEquals("a name may end with a zero", "rw", Frame.decode(ByteBuffer.wrap(ended)).type());
        assertThrows(IllegalArgumentException.class, () -> Frame.of("t".repeat(33), CREATED, 0, 0, ID, 0, bytes("x")).encode());
    }

    /** In the order in which the agent looks: the header, the type, the date, and then the payload. */
    @Test
    public void aMessageIsRefusedForTheFirstThingThatItLacks() throws Exception {
        byte[] message = Frame.of(Frame.OUTPUT, CREATED, 0, 0, ID, Frame.TERMINAL, bytes("payload")).encode();
        message[80] ^= 1;
        assertFalse("the digest is told when all else is there", Frame.decode(ByteBuffer.wrap(message)).intact());
        java.util.Arrays.fill(message, 40, 48, (byte) 0);
        assertEquals("a message without a date", refused(message));
        java.util.Arrays.fill(message, 4, 36, (byte) ' ');
        assertEquals("a message without a type", refused(message));
        java.util.Arrays.fill(message, 0, 4, (byte) 0);
        assertTrue(refused(message), refused(message).startsWith("a header of 0 bytes"));
        for (int length : new int[] {0, 3, 8, 119}) {
            assertFalse(refused(java.util.Arrays.copyOf(Frame.of(Frame.OUTPUT, CREATED, 0, 0, ID, 1, bytes("payload")).encode(), length)).isEmpty());
        }
    }

    private static String field(Frame frame, int from, int to) {
        return HexFormat.of().formatHex(frame.encode(), from, to);
    }

    private static Frame read(Frame frame) throws Frame.Malformed {
        return Frame.decode(ByteBuffer.wrap(frame.encode()));
    }

    private static String refused(byte[] message) {
        return assertThrows(Frame.Malformed.class, () -> Frame.decode(ByteBuffer.wrap(message))).getMessage();
    }

    @Test
    public void aTurnedBitInAPayloadIsSeen() throws Exception {
        byte[] encoded = Frame.of(Frame.OUTPUT, CREATED, 0, 1, ID, Frame.TERMINAL, bytes("hello")).encode();
        encoded[encoded.length - 1] ^= 1;
        assertFalse(Frame.decode(ByteBuffer.wrap(encoded)).intact());
    }

    @Test
    public void oddControlFramesOfTheLiveServiceAreRead() throws Exception {
        byte[] start = Frame.of(Frame.START, CREATED, 0, 3, ID, 261, bytes("{}")).encode();
        start[116] = 2; // its length is in the wrong order
        start[119] = 0;
        start[80] ^= 1; // and its digest is of something else
        assertEquals(Frame.START, Frame.decode(ByteBuffer.wrap(start)).type());
    }

    @Test
    public void nothingMalformedEscapesAsAnotherException() {
        Random random = new Random(5);
        byte[] good = Frame.of(Frame.OUTPUT, CREATED, 3, 0, ID, Frame.TERMINAL, bytes("some output")).encode();
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] message;
            if (i % 2 == 0) {
                message = new byte[random.nextInt(300)];
                random.nextBytes(message);
            } else {
                message = java.util.Arrays.copyOf(good, random.nextInt(good.length + 1));
                for (int turns = random.nextInt(6); turns > 0 && message.length > 0; turns--) {
                    message[random.nextInt(message.length)] = (byte) random.nextInt(256);
                }
            }
            try {
                Frame.decode(ByteBuffer.wrap(message));
            } catch (Frame.Malformed e) {
                refused++;
            }
        }
        assertTrue("refused " + refused, refused > 50_000);
    }
}
