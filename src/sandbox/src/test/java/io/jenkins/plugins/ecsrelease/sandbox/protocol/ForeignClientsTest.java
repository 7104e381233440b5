package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Clients that are not Java, with models of their own, understand the sandbox and are understood. */
public class ForeignClientsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Sandbox sandbox = Sandbox.start(SandboxOptions.running(1000));

    @After
    public void stop() {
        sandbox.close();
    }

    @Test
    public void boto3() throws Exception {
        assumeTrue("boto3 is not installed for python3: this test needs it", run("python3", "-c", "import boto3").exit() == 0);
        Path script = folder.newFile("foreign.py").toPath();
        try (InputStream source = getClass().getResourceAsStream("foreign.py")) {
            Files.write(script, source.readAllBytes());
        }
        Ran ran = run("python3", script.toString(), sandbox.endpoint().toString());
        assertEquals(ran.output(), 0, ran.exit());
        for (String seen : List.of("sts arn:aws:iam::123456789012:user/sandbox",
                "assumed arn:aws:sts::123456789012:assumed-role/deploy/boto", "secretsmanager app/db", "logs grüße", "rds creating",
                "errors 4", "kms Enabled", "cloudwatch web-5xx", "ec2 2", "elbv2 web", "ecs web:1 RUNNING", "ecr IMMUTABLE")) {
            assertTrue(ran.output(), ran.output().contains(seen));
        }
        assertEquals(List.of(), sandbox.unknownMembers());
        assertEquals(List.of(), sandbox.unmodelled().bugs());
    }

    @Test
    public void theAwsCommandLine() throws Exception {
        assumeTrue("The AWS CLI is not installed: this test needs it", run("aws", "--version").exit() == 0);
        Ran made = run("aws", "--endpoint-url", sandbox.endpoint().toString(), "rds", "create-db-cluster",
                "--db-cluster-identifier", "app", "--engine", "aurora-postgresql", "--master-username", "admin",
                "--manage-master-user-password", "--tags", "Key=team,Value=web");
        assertEquals(made.output(), 0, made.exit());
        assertTrue(made.output(), made.output().contains("\"Status\": \"creating\""));
        Ran shown = run("aws", "--endpoint-url", sandbox.endpoint().toString(), "rds", "describe-db-clusters",
                "--query", "DBClusters[0].DBClusterArn", "--output", "text");
        assertEquals("arn:aws:rds:eu-central-1:123456789012:cluster:app", shown.output().trim());
        Ran refused = run("aws", "--endpoint-url", sandbox.endpoint().toString(), "secretsmanager", "describe-secret",
                "--secret-id", "none");
        assertTrue(refused.output(), refused.exit() != 0 && refused.output().contains("(ResourceNotFoundException)"));
        assertEquals(List.of(), sandbox.unknownMembers());
    }

    private record Ran(int exit, String output) {}

    /** Nothing that these programs do can leave the machine: every other host is behind a proxy that is not there. */
    private Ran run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        File output = folder.newFile();
        builder.redirectOutput(output);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.toLowerCase().endsWith("_proxy"));
        environment.put("HTTPS_PROXY", "http://127.0.0.1:9");
        environment.put("HTTP_PROXY", "http://127.0.0.1:9");
        environment.put("NO_PROXY", "127.0.0.1");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_CONFIG_FILE", "/dev/null");
        environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        environment.put("AWS_ACCESS_KEY_ID", AccessKeys.administrator(World.ACCOUNT));
        environment.put("AWS_SECRET_ACCESS_KEY", AccessKeys.SECRET);
        environment.put("AWS_REGION", "eu-central-1");
        environment.put("AWS_DEFAULT_REGION", "eu-central-1");
        environment.put("PYTHONIOENCODING", "utf-8");
        Process process;
        try {
            process = builder.start();
        } catch (IOException notInstalled) {
            return new Ran(127, notInstalled.getMessage());
        }
        assertTrue("Still running after two minutes: " + List.of(command), process.waitFor(2, TimeUnit.MINUTES));
        return new Ran(process.exitValue(), Files.readString(output.toPath(), StandardCharsets.UTF_8));
    }
}
