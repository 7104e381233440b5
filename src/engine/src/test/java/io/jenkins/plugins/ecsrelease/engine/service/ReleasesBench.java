package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.iam.IamClient;

/** Numbers, printed; run by {@code test/bench/run}, not with the tests. */
public class ReleasesBench {

    private static final int RELEASES = Integer.getInteger("bench.releases", 1000);
    private static final int IDENTITIES = 10;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));

    static void print(String what, Object... numbers) {
        System.out.println("bench " + String.format(Locale.ROOT, what, numbers));
    }

    @Test
    public void manyReleasesInFlight() {
        BlueGreen blueGreen = new BlueGreen();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                Trial trial = new Trial(time, sandbox.inProcess(), blueGreen).forgetful()) {
            EcsClient ecs = trial.aws(EcsClient.class);
            ecs.createCluster(cluster -> cluster.clusterName("fleet"));
            for (int i = 0; i < RELEASES; i++) {
                serve(ecs, "s" + i);
            }
            time.advance(Duration.ofMinutes(3));
            for (int i = 0; i < IDENTITIES; i++) {
                user(trial, "deployer" + i);
            }
            for (int i = 0; i < RELEASES; i++) {
                trial.begin("r" + i, blueGreen,
                        BlueGreenOrder.of("fleet#" + i, "fleet", "s" + i, Map.of("web", Storefront.image("web", 2))),
                        new Identity("eu-central-1", "deployer" + i % IDENTITIES, "", "", "fleet-" + i));
            }
            time.advance(Duration.ofMinutes(15));
            long baking = trial.engine().open().stream().filter(journal -> journal.phase().equals("shift")).count();
            long before = trial.sent();
            Duration watched = Duration.ofMinutes(10);
            time.advance(watched);
            double rate = (trial.sent() - before) / (double) watched.toSeconds();
            print("%d releases under %d identities: %d in their bake, %.1f calls a second in all, %.2f for each identity "
                    + "(allowance 10), %.4f for each release (goal 0.1)", RELEASES, IDENTITIES, baking, rate, rate / IDENTITIES, rate / RELEASES);
            long with = heap();
            trial.kill();
            print("%.1f KiB of heap for each release in flight (goal 64)", (with - heap()) / 1024.0 / RELEASES);
        }
    }

    static void serve(EcsClient ecs, String name) {
        String definition = ecs.registerTaskDefinition(define -> define.family(name).networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512")
                        .taskRoleArn("arn:aws:iam::123456789012:role/web").executionRoleArn("arn:aws:iam::123456789012:role/pull")
                        .containerDefinitions(container -> container.name("web").image(Storefront.image("web", 1)).essential(true)))
                .taskDefinition().taskDefinitionArn();
        ecs.createService(create -> create.cluster("fleet").serviceName(name).taskDefinition(definition).desiredCount(1)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a")))
                .deploymentConfiguration(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(60)));
    }

    private static void user(Trial trial, String name) {
        IamClient iam = trial.aws(IamClient.class);
        iam.createUser(user -> user.userName(name));
        var key = iam.createAccessKey(create -> create.userName(name)).accessKey();
        trial.credentials(name, StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())));
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What brings a deployment to its end. */
    private interface Story {
        void play(Storefront shop, Trial trial, VirtualTime time, int number);
    }

    /** From the terminal state at AWS to the verdict, of releases that begin at other points of ECS' own clockwork. */
    private void lag(String what, Consumer<DeploymentConfiguration.Builder> how, String image, Story story) {
        List<Double> seconds = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            VirtualTime here = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
            BlueGreen blueGreen = new BlueGreen();
            try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(here));
                    Trial trial = new Trial(here, sandbox.inProcess(), blueGreen)) {
                Storefront shop = Storefront.open(sandbox, trial, how);
                // Polls and ECS's own clockwork must not be in step.
                trial.advance(Duration.ofMillis(i * 137L));
                BlueGreenOrder order = BlueGreenOrder.of("shop#1", Storefront.CLUSTER, Storefront.SERVICE, Map.of("web", image));
                boolean rolling = !"BLUE_GREEN".equals(shop.service().deploymentConfiguration().strategyAsString());
                trial.begin("r", blueGreen, rolling ? order.by("ROLLING") : order);
                story.play(shop, trial, here, i);
                while (trial.ended("r").isEmpty()) {
                    here.advance(Duration.ofMillis(50));
                }
                Instant over = shop.deployments().stream().map(ServiceDeploymentBrief::finishedAt).filter(Objects::nonNull)
                        .max(Comparator.naturalOrder()).orElseThrow();
                seconds.add(Duration.between(over, here.now()).toMillis() / 1000.0);
            }
        }
        Collections.sort(seconds);
        print("from the terminal state to the verdict, %s: median %.2f s, most %.2f s of %d releases", what,
                seconds.get(seconds.size() / 2), seconds.get(seconds.size() - 1), seconds.size());
    }

    @Test
    public void howSoonAVerdictFollows() {
        Consumer<DeploymentConfiguration.Builder> baking = how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30);
        String good = Storefront.image("web", 2);
        lag("the end of a bake (goal 1 s)", baking, good, (shop, trial, time, i) -> {});
        lag("tasks replaced step by step (goal 6 s)", how -> how.maximumPercent(200).minimumHealthyPercent(100), good,
                (shop, trial, time, i) -> {});
        lag("somebody stops it in the middle of its bake (goal 6 s)", baking, good, (shop, trial, time, i) -> {
            baking(trial);
            trial.advance(Duration.ofMillis(60_000 + i * 2_900L));
            trial.aws(EcsClient.class).stopServiceDeployment(stop -> stop.serviceDeploymentArn(shop.service().currentServiceDeployment())
                    .stopType("ROLLBACK"));
        });
        lag("a version that never comes up (goal 6 s)", baking, Storefront.image("unhealthy", 2), (shop, trial, time, i) -> {});
    }

    private static void baking(Trial trial) {
        trial.until("the bake", () -> trial.said().stream().anyMatch(line -> line.contains("BAKE_TIME")));
    }

    @Test
    public void whatABakeCosts() {
        BlueGreen blueGreen = new BlueGreen();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
                Trial trial = new Trial(time, sandbox.inProcess(), blueGreen)) {
            Storefront.open(sandbox, trial, how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(30));
            trial.begin("r", blueGreen,
                    BlueGreenOrder.of("shop#1", Storefront.CLUSTER, Storefront.SERVICE, Map.of("web", Storefront.image("web", 2))));
            baking(trial);
            long before = trial.sent();
            trial.advance(Duration.ofMinutes(25));
            print("a bake alone: %.3f calls a second (goal 0.1)", (trial.sent() - before) / (60.0 * 25));
        }
    }
}
