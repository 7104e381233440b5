package io.jenkins.plugins.ecsrelease.engine.database;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Migrations that are their task's own command (mode "task"): they really run, and their log is CloudWatch's. */
public class OwnCommandTest {

    private static final String URL = "postgresql://shop:swordfish-1234@db/shop";
    private static final String PLAIN = "hunter2-hunter2";
    private static final String NO_SHELL = "public.ecr.aws/sandbox/distroless@sha256:" + "3".repeat(64);

    @Rule
    public final Shop shop = new Shop(60);

    @Before
    public void aServiceThatLogs() {
        shop.aws(CloudWatchLogsClient.class).createLogGroup(request -> request.logGroupName("/ecs/web"));
        EcsClient ecs = shop.aws(EcsClient.class);
        ecs.registerTaskDefinition(request -> request.family("web")
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE)
                .cpu("256")
                .memory("512")
                .taskRoleArn("arn:aws:iam::123456789012:role/web")
                .executionRoleArn("arn:aws:iam::123456789012:role/pull")
                .containerDefinitions(container -> container.name("web").image("public.ecr.aws/sandbox/web:1").essential(true)
                        .environment(pair -> pair.name("GREETING").value("hello"))
                        .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS).options(Map.of("awslogs-group", "/ecs/web",
                                "awslogs-region", "eu-central-1", "awslogs-stream-prefix", "web")))));
        ecs.updateService(request -> request.cluster("shop").service("web").taskDefinition("web"));
    }

    private MigrationOrder order(String build, String image, String command) {
        return order(build, image, command, "");
    }

    private MigrationOrder order(String build, String image, String command, String unmasked) {
        return new MigrationOrder("shop", "web", image, "web", command, "", "", "", 0, "a test", "", false, "task", "", false, 0, 0,
                build, unmasked, 2880);
    }

    /** A secret of Secrets Manager, and a password that somebody left among the plain variables. */
    private void withSecrets() {
        String arn = shop.aws(SecretsManagerClient.class).createSecret(request -> request.name("shop/db").secretString(URL)).arn();
        EcsClient ecs = shop.aws(EcsClient.class);
        TaskDefinition before = ecs.describeTaskDefinition(request -> request.taskDefinition("web")).taskDefinition();
        ecs.registerTaskDefinition(request -> request.family("web").networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                .taskRoleArn(before.taskRoleArn()).executionRoleArn(before.executionRoleArn())
                .containerDefinitions(before.containerDefinitions().get(0).toBuilder()
                        .secrets(secret -> secret.name("DATABASE_URL").valueFrom(arn))
                        .environment(pair -> pair.name("MAIL_PASSWORD").value(PLAIN), pair -> pair.name("GREETING").value("hello"))
                        .build()));
        ecs.updateService(request -> request.cluster("shop").service("web").taskDefinition("web"));
    }

    /** All that CloudWatch keeps of the tasks. */
    private String logged() {
        CloudWatchLogsClient logs = shop.aws(CloudWatchLogsClient.class);
        StringBuilder all = new StringBuilder();
        logs.describeLogStreams(request -> request.logGroupName("/ecs/web")).logStreams().forEach(stream ->
                logs.getLogEvents(request -> request.logGroupName("/ecs/web").logStreamName(stream.logStreamName()).startFromHead(true))
                        .events().forEach(event -> all.append(event.message()).append('\n')));
        return all.toString();
    }

    private void keptNowhere(String... secrets) throws Exception {
        for (String secret : secrets) {
            for (String place : List.of(logged(), shop.text("one"), String.join("\n", shop.said), shop.saved())) {
                assertFalse(secret + " in " + place, place.contains(secret));
            }
        }
    }

    @Test
    public void whatItWritesOfItsSecretsIsMaskedBeforeItReachesTheTasksOwnLog() throws Exception {
        withSecrets();
        Outcome outcome = migrate(Shop.IMAGE, "echo \"$GREETING, $DATABASE_URL and $MAIL_PASSWORD\"; printf %s \"$DATABASE_URL\" | base64; "
                + "printf 'user:%s' \"$MAIL_PASSWORD\" | base64; printf '%s\\n' \"$DATABASE_URL\" | sed 's,:,%3A,g; s,/,%2F,g; s,@,%40,g'; env >&2; exit 7");

        assertEquals(outcome.message(), 7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertThat(logged(), containsString("hello, **** and ****\n"));
        assertThat(logged(), containsString("DATABASE_URL=****\n"));
        assertThat(shop.text("one"), containsString("hello, **** and ****\n"));
        String inBase64 = Base64.getEncoder().encodeToString(URL.getBytes(StandardCharsets.UTF_8));
        keptNowhere("swordfish-1234", "hunter2-hunter2", inBase64.substring(0, inBase64.length() - 4), URLEncoder.encode(URL, StandardCharsets.UTF_8));
        assertThat(String.join("\n", shop.said), containsString("A shell in the migration's container masks what it writes of DATABASE_URL, MAIL_PASSWORD."));
    }

    @Test
    public void maskedItIsStillAskedToEndAndMayTidyUp() throws Exception {
        withSecrets();
        shop.begin("one", new MigrationOperation(), order("one", Shop.IMAGE,
                "trap 'echo tidied $DATABASE_URL; exit 3' TERM; echo up; while :; do sleep .2; done"));
        await().atMost(Duration.ofSeconds(60)).until(() -> shop.text("one").equals("up\n"));

        shop.stop("one");
        Outcome outcome = shop.untilEnded("one");

        assertEquals("up\ntidied ****\n", shop.text("one"));
        assertEquals(3, outcome.result().get(MigrationOrder.EXIT_CODE));
    }

    @Test
    public void anImageWithoutAShellCannotMaskAndIsRefusedUnlessSomebodySaysWhyItMay() throws Exception {
        withSecrets();
        Outcome refused = migrate(NO_SHELL, "printenv DATABASE_URL MAIL_PASSWORD");
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertThat(refused.message(), containsString("The image seems to have no /bin/sh, which masks what the migration writes of its secrets "
                + "(DATABASE_URL, MAIL_PASSWORD)."));
        assertThat(refused.message(), containsString("unmasked: 'reason'"));
        assertFalse("it never ran", logged().contains(PLAIN));

        Outcome outcome = shop.run("two", new MigrationOperation(),
                order("two", NO_SHELL, "printenv DATABASE_URL MAIL_PASSWORD", "its output was reviewed"));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(String.join("\n", shop.said), containsString("Warning: what the migration writes of DATABASE_URL, MAIL_PASSWORD is not masked "
                + "in its container, and stands in the task's log as it is (unmasked: its output was reviewed)."));
        assertThat(logged(), containsString(URL));
        assertEquals("what is read back is masked as far as it is known", "postgresql://shop:****@db/shop\n****\n", shop.text("two"));
    }

    @Test
    public void whatItWritesOfTheKeysThatReadItIsNotShown() throws Exception {
        Outcome outcome = migrate(Shop.IMAGE, "echo key " + AccessKeys.SECRET.substring(0, 5) + "'" + AccessKeys.SECRET.substring(5) + "'");

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat("it is there", logged(), containsString(AccessKeys.SECRET));
        assertEquals("key ****\n", shop.text("one"));
        assertFalse(shop.saved().contains(AccessKeys.SECRET));
    }

    private Outcome migrate(String image, String command) throws Exception {
        return shop.run("one", new MigrationOperation(), order("one", image, command));
    }

    @Test
    public void theCommandReallyRunsAndItsExitCodeAndItsLogAreReported() throws Exception {
        Outcome outcome = migrate(Shop.IMAGE, "echo \"$GREETING\"; echo migrating >&2; exit 7");

        assertEquals(outcome.message(), 7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertEquals("hello\nmigrating\n", shop.text("one"));
        assertEquals(0, shop.ledger("ExecuteCommand").size());
        assertEquals(1, shop.ledger("RunTask").size());
    }

    @Test
    public void itsLogIsFollowedWhileItRuns() throws Exception {
        shop.begin("one", new MigrationOperation(), order("one", Shop.IMAGE, "echo first; "
                + "while [ ! -e \"${TMPDIR:-/tmp}/go\" ]; do sleep .2; done; echo second"));
        await().atMost(Duration.ofSeconds(60)).until(() -> shop.text("one").equals("first\n"));

        shop.stop("one");
        Outcome outcome = shop.untilEnded("one");

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertEquals("first\n", shop.text("one"));
    }

    @Test
    public void anAbortAsksItToEndAndItMayTidyUp() throws Exception {
        shop.begin("one", new MigrationOperation(), order("one", Shop.IMAGE,
                "trap 'echo tidied; exit 3' TERM; echo up; while :; do sleep .2; done"));
        await().atMost(Duration.ofSeconds(60)).until(() -> shop.text("one").equals("up\n"));

        shop.stop("one");
        Outcome outcome = shop.untilEnded("one");

        assertEquals("up\ntidied\n", shop.text("one"));
        assertEquals(3, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertThat(outcome.message(), containsString("asked to end (stopped by alice)"));
        assertThat(outcome.message(), containsString("exit code 3"));
    }

    @Test
    public void whatDoesNotListenIsKilledByEcsAndItSaysSo() throws Exception {
        shop.begin("one", new MigrationOperation(), order("one", Shop.IMAGE, "trap '' TERM; echo up; while :; do sleep .2; done"));
        await().atMost(Duration.ofSeconds(60)).until(() -> shop.text("one").equals("up\n"));

        shop.stop("one");
        Outcome outcome = shop.untilEnded("one");

        assertEquals(137, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertThat(outcome.message(), containsString("killed"));
    }

    @Test
    public void anImageWithoutAShellIsRefusedForExecAndRunsAsTheTasksOwnCommand() throws Exception {
        Outcome refused = shop.run("exec", new MigrationOperation(), new MigrationOrder("shop", "web", NO_SHELL, "web", "printf ran", "", "",
                "", 0, "a test", "", false, "", "", false, 0, 0, "exec", "", 0));
        assertEquals(Verdict.STOPPED, refused.verdict());
        assertThat(refused.message(), containsString("no /bin/sh. Use mode: 'task'"));

        Outcome outcome = migrate(NO_SHELL, "printf ran");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertEquals("ran\n", shop.text("one"));
    }

    @Test
    public void aCommandThatTheImageDoesNotHaveDidNotRun() throws Exception {
        Outcome outcome = migrate(Shop.IMAGE, "bin/no-such-program --all");

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("no-such-program"));
        assertEquals(-1, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertTrue("it may run once it is mended", migrate2().verdict() == Verdict.SUCCEEDED);
    }

    private Outcome migrate2() throws Exception {
        return shop.run("two", new MigrationOperation(), order("two", Shop.IMAGE, "true"));
    }
}
