package io.jenkins.plugins.ecsrelease.engine.database;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.exec.EcsExec;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Engine;
import io.jenkins.plugins.ecsrelease.engine.run.Follower;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.session.SessionFaults;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.rds.RdsClient;

/** A shop on a sandbox whose time runs fast: an ECS service, an Aurora cluster, and an engine as a host has it. */
public final class Shop extends ExternalResource {

    public static final String IMAGE = "public.ecr.aws/sandbox/web@sha256:" + "1".repeat(64);
    private static final Identity IDENTITY = new Identity("eu-central-1", "admin", "", "", "");

    private final double speed;
    private final TemporaryFolder folder = new TemporaryFolder();
    private final Map<String, Outcome> ended = new ConcurrentHashMap<>();
    public final List<String> said = new CopyOnWriteArrayList<>();
    private final Map<String, ByteArrayOutputStream> output = new ConcurrentHashMap<>();
    public Sandbox sandbox;
    public AwsClients clients;
    private Engine engine;
    private EcsExec exec;
    private Instant start;

    public Shop(double speed) {
        this.speed = speed;
    }

    @Override
    protected void before() throws Throwable {
        folder.create();
        start = Instant.now();
        sandbox = Sandbox.start(SandboxOptions.running(speed));
        clients = AwsClients.builder().endpoint(sandbox.endpoint()).build();
        restart();
        EcsClient ecs = aws(EcsClient.class);
        ecs.createCluster(request -> request.clusterName("shop"));
        String definition = ecs.registerTaskDefinition(request -> request.family("web")
                        .networkMode(NetworkMode.AWSVPC)
                        .requiresCompatibilities(Compatibility.FARGATE)
                        .cpu("256")
                        .memory("512")
                        .taskRoleArn("arn:aws:iam::123456789012:role/web")
                        .executionRoleArn("arn:aws:iam::123456789012:role/pull")
                        .containerDefinitions(
                                container -> container.name("web").image("public.ecr.aws/sandbox/web:1").essential(true)
                                        .environment(pair -> pair.name("GREETING").value("hello"))
                                        .healthCheck(check -> check.command("CMD-SHELL", "true"))
                                        .portMappings(port -> port.containerPort(8080)),
                                container -> container.name("proxy").image("public.ecr.aws/sandbox/slow:1").essential(true)))
                .taskDefinition()
                .taskDefinitionArn();
        ecs.createService(request -> request.cluster("shop").serviceName("web").taskDefinition(definition).desiredCount(1)
                .networkConfiguration(network -> network.awsvpcConfiguration(vpc -> vpc.subnets("subnet-a"))));
        RdsClient rds = aws(RdsClient.class);
        rds.createDBCluster(request -> request.dbClusterIdentifier("orders").engine("aurora-mysql").masterUsername("admin")
                .masterUserPassword("correct horse"));
        rds.createDBInstance(request -> request.dbInstanceIdentifier("orders-1").dbClusterIdentifier("orders")
                .dbInstanceClass("db.r6g.large").engine("aurora-mysql"));
        await().atMost(Duration.ofSeconds(30)).until(() -> rds.describeDBClusters(request -> request.dbClusterIdentifier("orders"))
                .dbClusters().get(0).status().equals("available"));
    }

    @Override
    protected void after() {
        close();
        clients.close();
        sandbox.close();
        folder.delete();
    }

    /** The host goes away, at whatever point it is. */
    public void close() {
        engine.close();
        exec.close();
    }

    /** A new host over the same journals; what was followed is followed again. */
    public void restart(String... ids) throws IOException {
        if (engine != null) {
            close();
        }
        exec = EcsExec.usual();
        engine = Engine.builder()
                .journals(folder.getRoot().toPath().resolve("open"))
                .clients(clients)
                .operations(List.of(new SnapshotOperation(), new MigrationOperation()))
                .containers(exec)
                .pace(start, speed)
                .resumeOver(Duration.ZERO)
                .build();
        for (String id : ids) {
            engine.follow(id, new Host(id));
        }
    }

    public <C extends SdkClient> C aws(Class<C> type) {
        return clients.client(type, IDENTITY, credentials());
    }

    public <O extends Record> void begin(String id, Operation<O> operation, O order) throws IOException {
        engine.open(id, operation, order, IDENTITY, Map.of("job", "shop", "build", id));
        engine.follow(id, new Host(id));
    }

    public Outcome untilEnded(String id) {
        await(id + " ends").atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(20)).until(() -> ended.containsKey(id));
        return ended.get(id);
    }

    public <O extends Record> Outcome run(String id, Operation<O> operation, O order) throws IOException {
        begin(id, operation, order);
        return untilEnded(id);
    }

    public Outcome migrate(String id, String command) throws IOException {
        return run(id, new MigrationOperation(), order(id, command));
    }

    /** Unprotected, under the default id; with a limit that time that runs fast does not reach on a slow machine. */
    public MigrationOrder order(String build, String command) {
        return new MigrationOrder("shop", "web", IMAGE, "web", command, "", "", "", 0, "a test", "", false, "", "", false, 0, 0,
                build, "", 2880);
    }

    public void stop(String id) throws IOException {
        engine.signal(id, new Signal(Signal.Kind.STOP, "abort", "alice", Instant.now()));
    }

    public byte[] output(String id) {
        return output.getOrDefault(id, new ByteArrayOutputStream()).toByteArray();
    }

    public String text(String id) {
        return new String(output(id), StandardCharsets.UTF_8);
    }

    /** Every file that the engine and its host keep, as text. */
    public String saved() throws IOException {
        StringBuilder all = new StringBuilder();
        try (java.util.stream.Stream<Path> files = java.nio.file.Files.walk(folder.getRoot().toPath())) {
            for (Path file : files.filter(java.nio.file.Files::isRegularFile).toList()) {
                all.append(java.nio.file.Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    public List<Ledger.Entry> ledger(String operation) {
        return sandbox.world().ledger().of(operation);
    }

    public SessionFaults sessions() {
        return sandbox.world().part(SessionFaults.class);
    }

    private static AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET));
    }

    private final class Host implements Follower {
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
            return Shop.credentials();
        }

        @Override
        public Detached agent(Detached.Place.Agent place) throws IOException {
            throw new IOException("no agent");
        }

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void output(byte[] bytes) {
            output.computeIfAbsent(id, key -> new ByteArrayOutputStream()).writeBytes(bytes);
        }

        @Override
        public Path archive() {
            return folder.getRoot().toPath().resolve("build-" + id);
        }

        @Override
        public void ended(Outcome outcome) {
            ended.put(id, outcome);
        }
    }
}
