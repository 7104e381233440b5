package io.jenkins.plugins.ecsrelease.engine.exec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults.Rates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.Session;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** The real following of a program whose container, agent and gateway are pretended, in virtual time. */
final class PretendFollow {

    private static final Pattern ASKED = Pattern.compile("N=([0-9a-f]{32})\\n.*; O=(\\d+)\\n", Pattern.DOTALL);

    final VirtualLoop loop = new VirtualLoop();
    final PretendGateway gateway;
    private EcsExec exec;
    private final byte[] log;
    private final double bytesPerMilli;
    private final int exitCode;
    int opened;
    boolean mayResume = true;

    /** @param bytesPerMilli how fast the program writes */
    PretendFollow(Rates rates, byte[] log, double bytesPerMilli, int exitCode) {
        this.gateway = new PretendGateway(loop, rates);
        this.log = log;
        this.bytesPerMilli = bytesPerMilli;
        this.exitCode = exitCode;
        restart();
    }

    /** Another host, which knows nothing of the one before. */
    void restart() {
        exec = new EcsExec(loop, loop::run, gateway, DataChannel.Limits.USUAL, 0, () -> {});
    }

    private int written() {
        return (int) Math.min(log.length, loop.nanos() / 1e6 * bytesPerMilli);
    }

    /** What the script in the container does, its loop with 200 ms of sleep included. */
    private final class Script implements PretendGateway.Source {
        private final String nonce;
        private int offset;
        private int most = 2048;
        private String standing = "";
        private byte[] terminal = {};
        private long sleepsUntil;
        private int quiet;
        private boolean told;
        private boolean interrupted;

        Script(String nonce, int offset) {
            this.nonce = nonce;
            this.offset = offset;
        }

        private byte[] mark(String word) {
            return ("\036ECSX:" + nonce + ":" + word + "\036").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public PretendGateway.Said next() {
            if (terminal.length == 0 && !told && loop.nanos() >= sleepsUntil) {
                terminal = more();
            }
            if (terminal.length == 0) {
                return null;
            }
            byte[] frame = Arrays.copyOf(terminal, Math.min(1024, terminal.length));
            terminal = Arrays.copyOfRange(terminal, frame.length, terminal.length);
            return new PretendGateway.Said(Frame.TERMINAL, frame);
        }

        private byte[] more() {
            int length = written();
            if (offset < length) {
                int piece = Math.min(most, length - offset);
                most = Math.min(65536, most + piece);
                byte[] marked = mark("D" + offset + ":" + piece + ":"
                        + Base64.getMimeEncoder().encodeToString(Arrays.copyOfRange(log, offset, offset + piece)));
                offset += piece;
                quiet = 0;
                return marked;
            }
            if (length == log.length) {
                told = true;
                return mark("E" + exitCode + ":" + length);
            }
            sleepsUntil = loop.nanos() + 200_000_000;
            if (!standing.equals("SR")) {
                standing = "SR";
                return mark(standing);
            }
            if (++quiet == 75) {
                quiet = 0;
                return mark("H");
            }
            return new byte[0];
        }

        @Override
        public boolean ended() {
            return interrupted;
        }

        @Override
        public void typed(byte[] bytes) {
            interrupted |= bytes.length == 1 && bytes[0] == 3;
        }
    }

    private Tools tools() {
        return new PretendTools(exec, request -> {
            opened++;
            Matcher asked = ASKED.matcher(request.command());
            if (!asked.find()) {
                throw new IllegalArgumentException(request.command());
            }
            PretendGateway.Session session = gateway.open(new Script(asked.group(1), Integer.parseInt(asked.group(2))), null);
            return Session.builder().sessionId(session.id).streamUrl(gateway.url(session).toString()).tokenValue(session.token).build();
        }, (service, target, request) -> {
            if (!mayResume) {
                throw SsmException.builder().statusCode(400).message("AccessDeniedException: not allowed").build();
            }
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            gateway.resume(request.path("SessionId").asText()).ifPresent(token -> answer.put("TokenValue", token));
            return answer;
        });
    }

    record Followed(byte[] output, int exitCode, double seconds, int unknowns) {}

    Followed follow(Duration atMost) {
        return follow(atMost, new ByteArrayOutputStream());
    }

    /** A taker as an engine is one: it keeps what came and nothing else, and comes again every second in silence. */
    Followed follow(Duration atMost, ByteArrayOutputStream output) {
        Detached programs = exec.in(tools(), new Detached.Place.Container("shop", "task/shop/1", "app"));
        int unknowns = 0;
        String why = "";
        while (loop.seconds() < atMost.toSeconds()) {
            try {
                Detached.Progress progress = programs.look("migration", output.size(), 256 * 1024);
                output.writeBytes(progress.output());
                if (progress.state() != Detached.Progress.State.RUNNING) {
                    return new Followed(output.toByteArray(), progress.exitCode(), loop.seconds(), unknowns);
                }
                loop.pass(progress.output().length > 0 ? 20 : 1000);
            } catch (Following.Opening e) {
                loop.pass(1000);
            } catch (IOException e) {
                unknowns++;
                why = e.getMessage();
                loop.pass(1000);
            }
        }
        throw new AssertionError("not ended within " + atMost + "; " + output.size() + " of " + log.length + " bytes came; " + why
                + "; " + gateway.driven);
    }
}
