package io.jenkins.plugins.ecsrelease.sandbox;

import io.jenkins.plugins.ecsrelease.sandbox.world.RunningTime;
import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * How a sandbox is started.
 *
 * @param time what its time is
 * @param port loopback port; 0 for a free one, -1 for none: then only {@link Sandbox#inProcess} reaches it
 * @param directory where rooms keep files; null for one of its own, deleted on close
 * @param policies whether IAM policies are enforced; signatures always are
 * @param idle stops itself after this long without a request; zero for never
 */
public record SandboxOptions(Time time, int port, Path directory, boolean policies, Duration idle) {

    /** On a free port, at AWS's own pace. */
    public static SandboxOptions running() {
        return running(1);
    }

    /** On a free port; {@code speed} sandbox seconds pass in a real one. */
    public static SandboxOptions running(double speed) {
        return new SandboxOptions(new RunningTime(Instant.now(), speed), 0, null, false, Duration.ZERO);
    }

    /** Without a socket, in time that only {@link VirtualTime#advance} moves. */
    public static SandboxOptions virtual(VirtualTime time) {
        return new SandboxOptions(time, -1, null, false, Duration.ZERO);
    }

    public SandboxOptions port(int number) {
        return new SandboxOptions(time, number, directory, policies, idle);
    }

    public SandboxOptions directory(Path path) {
        return new SandboxOptions(time, port, path, policies, idle);
    }

    public SandboxOptions policies(boolean enforced) {
        return new SandboxOptions(time, port, directory, enforced, idle);
    }

    public SandboxOptions idle(Duration after) {
        return new SandboxOptions(time, port, directory, policies, after);
    }
}
