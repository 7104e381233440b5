package io.jenkins.plugins.ecsrelease.engine.database;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.time.Duration;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.NetworkMode;

/** Migrations that are their task's own command (mode "task"): they really run, and their log is CloudWatch's. */
public class OwnCommandTest {

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
        return new MigrationOrder("shop", "web", image, "web", command, "", "", "", 0, "a test", "", false, "task", "", false, 0, 0,
                build, 2880);
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
                "", 0, "a test", "", false, "", "", false, 0, 0, "exec", 0));
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
