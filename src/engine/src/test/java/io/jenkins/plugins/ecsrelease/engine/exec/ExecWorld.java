package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Sessions;
import io.jenkins.plugins.ecsrelease.sandbox.session.Gateway;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** One running container behind the sandbox's session gateway, and what reaches it. */
final class ExecWorld implements AutoCloseable {

    final Sandbox sandbox;
    EcsExec exec;
    final Gateway gateway;
    final Sessions.Container container;
    final Detached.Place.Container place;
    int opened;

    ExecWorld() {
        this(DataChannel.Limits.USUAL);
    }

    ExecWorld(DataChannel.Limits limits) {
        sandbox = Sandbox.start(SandboxOptions.running(100));
        gateway = sandbox.world().part(Gateway.class);
        String task = "arn:aws:ecs:eu-central-1:123456789012:task/shop/" + UUID.randomUUID().toString().replace("-", "");
        container = new Sessions.Container(
                "shop", task, "app", UUID.randomUUID().toString(), null, Map.of("GREETING", "hello"), "", "");
        place = new Detached.Place.Container("shop", task, "app");
        exec = EcsExec.real(null, null, limits);
    }

    /** Reaches the container by another way. */
    void exec(EcsExec other) {
        exec.close();
        exec = other;
    }

    SessionFaults faults() {
        return sandbox.world().part(SessionFaults.class);
    }

    Detached programs() {
        return exec.in(tools(), place);
    }

    Tools tools() {
        return new PretendTools(exec, request -> {
            opened++;
            return gateway.open(container, request.command());
        }, (service, target, request) -> {
            throw SsmException.builder().statusCode(400).message("AccessDeniedException").build();
        });
    }

    /** A program followed to its end, by a taker who keeps only the offset. */
    record Followed(byte[] output, int exitCode, Detached.Progress.State state, int unknowns) {
        String text() {
            return new String(output, StandardCharsets.UTF_8);
        }
    }

    Followed follow(String id, long seconds) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int unknowns = 0;
        String why = "";
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < until) {
            try {
                Detached.Progress progress = programs().look(id, output.size(), 64 * 1024);
                output.writeBytes(progress.output());
                if (progress.state() == Detached.Progress.State.ENDED || progress.state() == Detached.Progress.State.LOST) {
                    return new Followed(output.toByteArray(), progress.exitCode(), progress.state(), unknowns);
                }
                if (progress.output().length == 0) {
                    pauseBriefly();
                }
            } catch (Following.Opening e) {
                continue;
            } catch (IOException e) {
                unknowns++;
                why = e.getMessage();
                pauseBriefly();
            }
        }
        throw new AssertionError("not ended within " + seconds + " s; " + output.size() + " bytes came; " + why + "; "
                + faults().driven());
    }

    /** What a timer does between two turns. */
    private static void pauseBriefly() throws InterruptedException {
        synchronized (ExecWorld.class) {
            ExecWorld.class.wait(20);
        }
    }

    void start(String id, String script) throws IOException {
        programs().start(new Detached.Launch(id, script, Map.of("MIGRATION", "yes it's"), Map.of()));
    }

    @Override
    public void close() {
        exec.close();
        sandbox.close();
    }

    static List<String> lines(String text) {
        return text.lines().toList();
    }
}
