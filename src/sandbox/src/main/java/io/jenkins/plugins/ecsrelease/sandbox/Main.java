package io.jenkins.plugins.ecsrelease.sandbox;

import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A sandbox as a process of its own: {@code java -jar sandbox.jar --port 4566}. */
@Command(
        name = "sandbox.jar",
        mixinStandardHelpOptions = true,
        description = "AWS on this machine's loopback, for SDK clients, the AWS CLI and boto3. It lives until it is asked to"
                + " stop: by a signal, or by a POST to /_sandbox/stop.")
public final class Main implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "4566", description = "Port on 127.0.0.1; 0 for a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--speed", defaultValue = "1",
            description = "How many seconds of AWS pass in a real one. Default: ${DEFAULT-VALUE}")
    private double speed;

    @Option(names = {"--directory", "--registry-dir"},
            description = "Where images and the files of tasks are kept. Default: a temporary one, deleted at the end")
    private Path directory;

    @Option(names = "--idle", defaultValue = "0",
            description = "Stops after so many minutes without a request; 0 for never. Default: ${DEFAULT-VALUE}")
    private int idleMinutes;

    @Option(names = "--policies", description = "Enforces IAM policies. Signatures are always checked")
    private boolean policies;

    @Spec
    private CommandSpec spec;

    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    public static void main(String[] arguments) {
        JETTY.setLevel(Level.WARNING);
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65535 || !(speed > 0) || idleMinutes < 0) {
            throw new ParameterException(spec.commandLine(),
                    "--port is 0 to 65535, --speed above 0, --idle from 0: " + port + ", " + speed + ", " + idleMinutes);
        }
        Sandbox sandbox = Sandbox.start(SandboxOptions.running(speed).port(port).directory(directory).policies(policies)
                .idle(Duration.ofMinutes(idleMinutes)));
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("The sandbox listens at " + sandbox.endpoint() + "; one second is " + speed + " of AWS.");
        out.println("  export AWS_ENDPOINT_URL=" + sandbox.endpoint());
        out.println("  export AWS_ACCESS_KEY_ID=" + AccessKeys.administrator(World.ACCOUNT));
        out.println("  export AWS_SECRET_ACCESS_KEY=" + AccessKeys.SECRET);
        out.println("  export AWS_REGION=eu-central-1 AWS_DEFAULT_REGION=eu-central-1");
        out.println("  aws --endpoint-url $AWS_ENDPOINT_URL sts get-caller-identity");
        out.println("  curl " + sandbox.endpoint() + "/_sandbox/ledger");
        out.flush();
        sandbox.awaitEnd();
        return 0;
    }
}
