package io.jenkins.plugins.ecsrelease.sandbox;

import io.jenkins.plugins.ecsrelease.sandbox.authorization.Authorization;
import io.jenkins.plugins.ecsrelease.sandbox.authorization.IamUse;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Api;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Ending;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.InProcess;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Port;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.RequestLog;
import io.jenkins.plugins.ecsrelease.sandbox.protocol.Unmodelled;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.logging.Logger;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * An AWS of its own on this machine, reached by SDK clients, the AWS CLI and boto3 alike. Its state is in memory and ends
 * with it. Calls are signed with the built-in key of an account
 * ({@link io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys#administrator}) or with keys that its IAM and STS issue.
 */
public final class Sandbox implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Sandbox.class.getName());

    private final World world;
    private final SandboxOptions options;
    private final Api api;
    private final Port port;
    private boolean closed;

    private Sandbox(SandboxOptions options) throws Exception {
        this.options = options;
        world = new World(options.time());
        if (options.directory() != null) {
            Files.createDirectories(options.directory());
            world.part(Place.class).directory(options.directory());
        }
        world.part(Authorization.class).enforce(options.policies());
        api = new Api(world);
        port = options.port() < 0 ? null : new Port(world, api, options.port());
    }

    /**
     * @throws IllegalStateException if the port is taken
     */
    public static Sandbox start(SandboxOptions options) {
        try {
            return new Sandbox(options);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The sandbox could not start on port " + options.port() + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** Such as http://127.0.0.1:41234. */
    public URI endpoint() {
        return world.part(Place.class).endpoint();
    }

    public World world() {
        return world;
    }

    public Faults faults() {
        return world.part(Faults.class);
    }

    /** What was asked, refused calls included. */
    public RequestLog requests() {
        return world.part(RequestLog.class);
    }

    /** Members of requests that nothing in the sandbox understood, such as "ecs:CreateService: newer.member". */
    public List<String> unknownMembers() {
        return unmodelled().members();
    }

    /** Where the sandbox fell short of AWS. */
    public Unmodelled unmodelled() {
        return world.part(Unmodelled.class);
    }

    /** Which actions each user or role used, and which were denied. */
    public IamUse iamUse() {
        return world.part(IamUse.class);
    }

    /** The API without a socket, on the caller's thread: for SDK clients with any endpoint override. */
    public SdkHttpClient inProcess() {
        return new InProcess(api);
    }

    /** Waits until somebody asks for the end through the admin API, or the sandbox was idle for as long as its options say. */
    public void awaitEnd() throws InterruptedException {
        world.part(Ending.class).await(options.idle(), port == null ? () -> 0 : port::idleSeconds);
    }

    /** Frees the port, stops whatever runs in the world and deletes the files of a sandbox that was given no directory. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Unmodelled unmodelled = unmodelled();
        if (!unmodelled.members().isEmpty() || !unmodelled.operations().isEmpty() || !unmodelled.bugs().isEmpty()) {
            LOGGER.warning("This sandbox fell short of AWS: unknown members " + unmodelled.members() + ", operations without a handler "
                    + unmodelled.operations() + ", failures of handlers " + unmodelled.bugs());
        }
        if (port != null) {
            try {
                port.close();
            } catch (Exception e) {
                throw new IllegalStateException("The sandbox's port could not be closed", e);
            }
        }
        world.close();
        if (options.time() instanceof AutoCloseable) {
            try {
                ((AutoCloseable) options.time()).close();
            } catch (Exception e) {
                throw new IllegalStateException("The sandbox's time could not be stopped", e);
            }
        }
    }
}
