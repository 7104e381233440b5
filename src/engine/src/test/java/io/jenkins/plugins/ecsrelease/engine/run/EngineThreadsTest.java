package io.jenkins.plugins.ecsrelease.engine.run;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The engine as a host has it: on its own threads, with calls that go through a socket. Time runs fast. */
public class EngineThreadsTest {

    private static final int SPEED = 30;
    private static final Identity IDENTITY = new Identity("eu-central-1", "admin", "", "", "");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final Stamp stamp = new Stamp();
    private final Map<String, Outcome> ended = new ConcurrentHashMap<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(run -> new Thread(run, "the-hosts-timer"));
    private Sandbox sandbox;
    private AwsClients clients;
    private Engine engine;

    @Before
    public void start() throws IOException {
        sandbox = Sandbox.start(SandboxOptions.running(SPEED));
        clients = AwsClients.builder().endpoint(sandbox.endpoint()).listener(call -> threads.add(Thread.currentThread().getName())).build();
        engine = engine();
    }

    @After
    public void end() {
        engine.close();
        clients.close();
        timer.shutdownNow();
        sandbox.close();
    }

    private Engine engine() throws IOException {
        return Engine.builder().journals(folder.getRoot().toPath().resolve("open")).clients(clients)
                .operations(List.of(stamp)).timer(timer).pace(Instant.now(), SPEED).resumeOver(Duration.ZERO).build();
    }

    private void begin(String id) throws IOException {
        engine.open(id, stamp, new Stamp.Order(id, "web:2"), IDENTITY, Map.of());
        engine.follow(id, new Host(id));
    }

    private class Host implements Follower {
        private final String id;

        Host(String id) {
            this.id = id;
        }

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public AwsCredentialsProvider credentials(Identity identity) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET));
        }

        @Override
        public Detached agent(Detached.Place.Agent place) throws IOException {
            throw new IOException("none");
        }

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void output(byte[] bytes) {}

        @Override
        public Path archive() {
            return folder.getRoot().toPath().resolve("build");
        }

        @Override
        public void ended(Outcome outcome) {
            ended.merge(id, outcome, (one, other) -> {
                throw new AssertionError(id + " ended twice");
            });
        }
    }

    private int registered() {
        return sandbox.world().ledger().of("RegisterTaskDefinition").size();
    }

    @Test
    public void manyOperationsShareSixThreadsOfOurOwnAndNoneOfTheHosts() throws IOException {
        for (int i = 0; i < 60; i++) {
            begin("web" + i);
        }
        await().atMost(60, TimeUnit.SECONDS).until(() -> ended.size() == 60);
        ended.forEach((id, outcome) -> assertEquals(id + ": " + outcome.message(), Verdict.SUCCEEDED, outcome.verdict()));
        assertEquals(60, registered());
        assertTrue(threads.toString(), threads.size() <= 6);
        assertTrue(threads.toString(), threads.stream().allMatch(name -> name.startsWith("ecs-release-")));
    }

    @Test
    public void closingLetsACallUnderWayFinishAndTellsNoOutcome() throws Exception {
        sandbox.faults().put(new Fault(Fault.Kind.LATENCY, "ecs", "RegisterTaskDefinition", "", 1, 1, Duration.ofSeconds(SPEED)));
        begin("web");
        await().atMost(20, TimeUnit.SECONDS).until(() -> registered() == 1);
        engine.close();
        assertTrue(ended.isEmpty());
        assertEquals(1, registered());

        engine = engine();
        assertEquals("the reply was taken and saved", "wait", engine.journal("web").orElseThrow().phase());
        engine.follow("web", new Host("web"));
        await().atMost(30, TimeUnit.SECONDS).until(() -> ended.containsKey("web"));
        assertEquals(Verdict.SUCCEEDED, ended.get("web").verdict());
        assertEquals(1, registered());
    }

    @Test
    public void hostsThatDoNotTakeTheirLinesHoldUpNoRelease() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            String id = "slow" + i;
            engine.open(id, stamp, new Stamp.Order(id, "web:2"), IDENTITY, Map.of());
            engine.follow(id, new Host(id) {
                @Override
                public void say(String line) {
                    try {
                        taken.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            });
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> registered() == 8);
        await().atMost(30, TimeUnit.SECONDS).until(() -> engine.open().isEmpty());
        assertTrue(ended.toString(), ended.isEmpty());
        taken.countDown();
        await().atMost(30, TimeUnit.SECONDS).until(() -> ended.size() == 8);
        ended.values().forEach(outcome -> assertEquals(Verdict.SUCCEEDED, outcome.verdict()));
    }

    @Test
    public void stopsFromManyThreadsAreOneStop() throws Exception {
        begin("web");
        await().atMost(20, TimeUnit.SECONDS).until(() -> registered() == 1);
        Thread[] users = new Thread[8];
        for (int i = 0; i < users.length; i++) {
            String who = "user" + i;
            users[i] = new Thread(() -> {
                try {
                    engine.signal("web", new Signal(Signal.Kind.STOP, "abort", who, Instant.now()));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            users[i].start();
        }
        for (Thread user : users) {
            user.join();
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> ended.containsKey("web"));
        assertEquals(Verdict.ROLLED_BACK, ended.get("web").verdict());
        assertEquals(1, Journal.read(folder.getRoot().toPath().resolve("build"), "web").orElseThrow().signals().size());
        assertEquals(1, sandbox.world().ledger().of("DeregisterTaskDefinition").size());
    }
}
