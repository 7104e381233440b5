package io.jenkins.plugins.ecsrelease.rehearsal;

import io.jenkins.plugins.ecsrelease.rehearsal.example.ExampleAccount;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The example's account on a sandbox that stays, for a Jenkins beside it: the tests on a real Jenkins release into it, and
 * so can whoever tries the plugin out. Policies are enforced, and the key it prints has those that this project ships.
 */
@Command(name = "example-aws", mixinStandardHelpOptions = true,
        description = "Sets up the account of the example on a sandbox, prints where it is and a key, and stays until it is stopped.")
public final class ExampleAws implements Callable<Integer> {

    @Option(names = "--application", defaultValue = "docs/example-app", description = "The application whose first version runs. Default: ${DEFAULT-VALUE}")
    private Path application;

    @Option(names = "--port", defaultValue = "0", description = "Port on 127.0.0.1; 0, the default, for a free one.")
    private int port;

    @Option(names = "--speed", defaultValue = "1", description = "How many seconds of AWS pass in a real one. Default: ${DEFAULT-VALUE}")
    private double speed;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ExampleAws()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.running(speed).port(port).policies(true));
                Account account = new Account(sandbox.endpoint())) {
            ExampleAccount.Made made = new ExampleAccount(account.clients(), application).make();
            account.awaitSteady(made.production());
            account.awaitSteady(made.staging());
            System.out.println("AWS_ENDPOINT_URL=" + sandbox.endpoint());
            System.out.println("AWS_ACCESS_KEY_ID=" + made.keyId());
            System.out.println("AWS_SECRET_ACCESS_KEY=" + made.secret());
            System.out.println("AWS_REGION=" + ExampleAccount.REGION);
            System.out.println("BASE_REGISTRY=" + sandbox.endpoint().getAuthority());
            System.out.println("STAGING_URL=" + account.url(made.staging()));
            System.out.println("PRODUCTION_URL=" + account.url(made.production()));
            System.out.println("The account is set up.");
            sandbox.awaitEnd();
        }
        return 0;
    }
}
