package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Engine;
import io.jenkins.plugins.ecsrelease.engine.run.Follower;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * Threads, printed; run by {@code test/bench/run}. The engine as Jenkins has it, with its own workers, and calls that go
 * through sockets to a sandbox whose time runs fast.
 */
public class WorkersBench {

    private static final int RELEASES = Integer.getInteger("bench.releases", 1000);
    private static final int IDENTITIES = 10;
    private static final int SPEED = 20;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, AwsCredentialsProvider> keys = new HashMap<>();
    private final Set<String> calling = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong calls = new AtomicLong();

    @Test
    public void manyReleasesOnSixWorkers() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.running(SPEED));
                AwsClients clients = AwsClients.builder().endpoint(sandbox.endpoint()).listener(call -> {
                    calls.incrementAndGet();
                    calling.add(Thread.currentThread().getName());
                }).build()) {
            Identity admin = new Identity("eu-central-1", "admin", "", "", "bench");
            keys.put("admin", StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET)));
            EcsClient ecs = clients.client(EcsClient.class, admin, keys.get("admin"));
            ecs.createCluster(cluster -> cluster.clusterName("fleet"));
            for (int i = 0; i < RELEASES; i++) {
                ReleasesBench.serve(ecs, "s" + i);
            }
            for (int i = 0; i < IDENTITIES; i++) {
                user(clients.client(IamClient.class, admin, keys.get("admin")), "deployer" + i);
            }
            calling.clear();
            BlueGreen blueGreen = new BlueGreen();
            try (Engine engine = Engine.builder().journals(folder.getRoot().toPath().resolve("open")).clients(clients)
                    .operations(List.of(blueGreen)).pace(Instant.now(), SPEED).build()) {
                for (int i = 0; i < RELEASES; i++) {
                    String id = "r" + i;
                    engine.open(id, blueGreen, BlueGreenOrder.of("fleet#" + i, "fleet", "s" + i, Map.of("web", Storefront.image("web", 2))),
                            new Identity("eu-central-1", "deployer" + i % IDENTITIES, "", "", "fleet-" + i), Map.of());
                    engine.follow(id, new Host());
                }
                Awaitility.await().atMost(Duration.ofMinutes(15)).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    look();
                    return engine.open().stream().filter(journal -> journal.phase().equals("shift")).count() + ended.get() == RELEASES;
                });
                long before = calls.get();
                long began = System.nanoTime();
                Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(250)).until(() -> {
                    look();
                    return System.nanoTime() - began > Duration.ofSeconds(20).toNanos();
                });
                double seconds = (System.nanoTime() - began) / 1e9 * SPEED;
                ReleasesBench.print("%d releases in flight on real threads: %d workers at most (goal 6), and nobody else's thread called "
                        + "AWS: %s; %.1f calls in a second of AWS' time", RELEASES - ended.get(), atOnce.get(),
                        calling.stream().allMatch(name -> name.startsWith("ecs-release-")), (calls.get() - before) / seconds);
            }
        }
    }

    /** The workers that there are now. */
    private void look() {
        int now = (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("ecs-release-\\d+")).count();
        atOnce.accumulateAndGet(now, Math::max);
    }

    private void user(IamClient iam, String name) {
        iam.createUser(user -> user.userName(name));
        var key = iam.createAccessKey(create -> create.userName(name)).accessKey();
        keys.put(name, StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())));
    }

    private final class Host implements Follower {
        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public AwsCredentialsProvider credentials(Identity who) {
            return keys.get(who.credentialsId());
        }

        @Override
        public Detached agent(Detached.Place.Agent place) throws IOException {
            throw new IOException("There is no agent.");
        }

        @Override
        public void say(String line) {}

        @Override
        public void output(byte[] bytes) {}

        @Override
        public Path archive() {
            return folder.getRoot().toPath().resolve("build");
        }

        @Override
        public void ended(Outcome outcome) {
            ended.incrementAndGet();
        }
    }
}
