package io.jenkins.plugins.ecsrelease.engine.database;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** Migrations whose commands really run, in tasks reached through the data channel. */
public class MigrationTest {

    @Rule
    public final Shop shop = new Shop(30);

    @Test
    public void theTrueExitCodeAndTheOutputAreReported() throws Exception {
        Outcome outcome = shop.migrate("one", "echo migrating; echo \"$GREETING\" >&2; exit 7");

        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertEquals(7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertEquals("migrating\nhello\n", shop.text("one"));
        assertEquals("migrating\nhello\n", outcome.result().get(MigrationOrder.LOG_TAIL));
        assertThat(outcome.message(), containsString("exit code 7"));
    }

    @Test
    public void itRunsInATaskOfItsOwnThatIsStoppedAfterwards() throws Exception {
        Outcome outcome = shop.migrate("one", "echo done");

        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        TaskDefinition registered = shop.aws(EcsClient.class)
                .describeTaskDefinition(request -> request.taskDefinition(
                        (String) outcome.result().get(MigrationOrder.TASK_DEFINITION)))
                .taskDefinition();
        assertEquals("web-migrate", registered.family());
        assertEquals(1, registered.containerDefinitions().size());
        ContainerDefinition container = registered.containerDefinitions().get(0);
        assertEquals(Shop.IMAGE, container.image());
        assertTrue(container.portMappings().isEmpty());
        assertEquals(null, container.healthCheck());
        assertEquals("hello", container.environment().get(0).value());
        assertEquals(1, shop.ledger("RunTask").size());
        assertEquals(1, shop.ledger("StopTask").size());
        assertEquals(0, shop.ledger("UpdateService").size());
    }

    @Test
    public void itTellsHowTheClusterKeepsItsSessions() throws Exception {
        assertEquals(0, shop.migrate("one", "echo done").result().get(MigrationOrder.EXIT_CODE));
        assertTrue(shop.said.toString(), shop.said.contains("Sessions of ECS Exec go to the task's own log; on their way they are encrypted by "
                + "TLS alone: the cluster names no KMS key."));
        shop.aws(EcsClient.class).updateCluster(cluster -> cluster.cluster("shop").configuration(with -> with.executeCommandConfiguration(exec -> exec
                .logging("OVERRIDE").logConfiguration(log -> log.cloudWatchLogGroupName("/exec/shop").cloudWatchEncryptionEnabled(true)))));
        shop.said.clear();
        assertEquals(0, shop.run("two", new MigrationOperation(), shop.order("2", "echo again")).result().get(MigrationOrder.EXIT_CODE));
        assertTrue(shop.said.toString(), shop.said.toString().contains("are logged to the log group /exec/shop, encrypted there"));
    }

    @Test
    public void aSessionThatDropsHalfwayIsAttachedAgainAndTheMigrationRunsOnce() throws Exception {
        shop.sessions().set(SessionFaults.Rates.NONE.cutEvery(Duration.ofMillis(600)));
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i <= 40; i++) {
            expected.append("step ").append(i).append('\n');
        }

        Outcome outcome = shop.migrate("one", "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo step $i; sleep .1; done; exit 7");

        assertEquals(7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertEquals(expected.toString(), shop.text("one"));
        assertTrue("cut: " + shop.sessions().driven(), shop.sessions().driven().get("cut") >= 3);
        assertEquals(1, shop.ledger("RunTask").size());
        assertTrue("resumed, not opened anew: " + shop.ledger("ExecuteCommand").size(), shop.ledger("ExecuteCommand").size() <= 4);
    }

    @Test
    public void whereSessionsCannotBeResumedAnotherOneServes() throws Exception {
        shop.sessions().resumable(false);
        shop.sessions().set(SessionFaults.Rates.NONE.cutEvery(Duration.ofMillis(1500)));

        Outcome outcome = shop.migrate("one", "i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo step $i; sleep .1; done; exit 7");

        assertEquals(outcome.message(), 7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertTrue(shop.text("one").startsWith("step 1\nstep 2\n") && shop.text("one").endsWith("step 39\nstep 40\n"));
        assertEquals(40, shop.text("one").lines().count());
        assertTrue(shop.ledger("ExecuteCommand").size() > 2);
    }

    @Test
    public void neitherTokensNorKeysAreSaidOrSaved() throws Exception {
        shop.migrate("one", "echo \"marker-$GREETING\"; exit 7");

        String said = String.join("\n", shop.said) + shop.text("one") + shop.saved();
        assertThat(said, containsString("marker-hello"));
        assertThat(said, org.hamcrest.CoreMatchers.not(containsString("TokenValue")));
        assertThat(said, org.hamcrest.CoreMatchers.not(containsString("data-channel/")));
        assertThat(said, org.hamcrest.CoreMatchers.not(containsString(io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys.SECRET)));
    }

    @Test
    public void aRestartOfTheHostHalfwayCostsNothing() throws Exception {
        shop.begin("one", new MigrationOperation(), shop.order("one",
                "i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo step $i; sleep .1; done; exit 7"));
        await().atMost(Duration.ofSeconds(60)).until(() -> shop.text("one").contains("step 5"));

        shop.restart("one");
        Outcome outcome = shop.untilEnded("one");

        assertEquals(7, outcome.result().get(MigrationOrder.EXIT_CODE));
        assertThat(shop.text("one"), containsString("step 29\nstep 30\n"));
        assertEquals(1, shop.ledger("RunTask").size());
    }

    @Test
    public void onceUnderAnIdIsEnough() throws Exception {
        shop.migrate("one", "echo ran");

        Outcome again = shop.migrate("two", "echo ran");

        assertEquals(Verdict.SUCCEEDED, again.verdict());
        assertEquals(true, again.result().get(MigrationOrder.ALREADY_RUN));
        assertEquals(1, shop.ledger("RunTask").size());
    }
}
