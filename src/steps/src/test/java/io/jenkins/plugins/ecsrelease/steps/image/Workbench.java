package io.jenkins.plugins.ecsrelease.steps.image;

import static org.junit.Assume.assumeTrue;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.Operations;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.run.Engine;
import io.jenkins.plugins.ecsrelease.engine.run.Follower;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import io.jenkins.plugins.ecsrelease.steps.agent.AgentPrograms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;

/** A sandbox, the real engine and this machine as the agent, where images are really built. */
public final class Workbench extends ExternalResource {

    static final String REGION = "eu-central-1";
    /** Seconds of the sandbox, and of the engine, in a real one. */
    private static final double SPEED = 20;

    final TemporaryFolder folder = new TemporaryFolder();
    final EnvVars environment = new EnvVars();
    final List<String> log = new CopyOnWriteArrayList<>();
    final ByteArrayOutputStream output = new ByteArrayOutputStream();
    final List<Fact> facts = new CopyOnWriteArrayList<>();
    private final Map<String, Outcome> ended = new ConcurrentHashMap<>();
    private final ApacheHttpClient.Builder http = ApacheHttpClient.builder();
    Sandbox sandbox;
    EcrClient ecr;
    Path workspace;
    Path journals;
    private Engine engine;
    private volatile boolean connected = true;
    private Identity acting = new Identity(REGION, World.ACCOUNT, "", "", "test");

    @Override
    protected void before() throws Throwable {
        folder.create();
        workspace = folder.newFolder("workspace").toPath();
        journals = folder.newFolder("open").toPath();
        sandbox = Sandbox.start(SandboxOptions.running(SPEED).directory(folder.newFolder("sandbox").toPath()));
        ecr = client(World.ACCOUNT, REGION);
        // Storage of this test alone; chroot needs no cgroups of its own.
        environment.put("BUILDAH_ISOLATION", "chroot");
        environment.put("STORAGE_DRIVER", "vfs");
        environment.put("CONTAINERS_STORAGE_CONF", storage().toString());
        environment.put("HOME", folder.newFolder("home").toString());
        environment.put("XDG_RUNTIME_DIR", folder.newFolder("run").toString());
        engine = engine();
    }

    private Path storage() throws IOException {
        Path file = folder.newFile("storage.conf").toPath();
        Files.writeString(file, "[storage]\ndriver = \"vfs\"\ngraphroot = \"" + folder.newFolder("graph") + "\"\nrunroot = \""
                + folder.newFolder("graphrun") + "\"\n");
        return file;
    }

    EcrClient client(String account, String region) {
        return EcrClient.builder()
                .endpointOverride(sandbox.endpoint())
                .region(Region.of(region))
                .httpClientBuilder(http)
                .credentialsProvider(credentials(account))
                .build();
    }

    static AwsCredentialsProvider credentials(String account) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(AccessKeys.administrator(account), AccessKeys.SECRET));
    }

    private Engine engine() throws IOException {
        URI endpoint = sandbox.endpoint();
        return Engine.builder()
                .journals(journals)
                .clients(AwsClients.builder().endpoint(endpoint).build())
                .operations(Operations.all())
                .pace(sandbox.world().time().now(), SPEED)
                .resumeOver(Duration.ofMillis(1))
                .build();
    }

    @Override
    protected void after() {
        engine.close();
        sandbox.close();
        folder.delete();
    }

    static void needs(String program) {
        boolean there = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        assumeTrue(program + " is not installed here, so no image is built with it", there);
    }

    String host() {
        return sandbox.endpoint().getAuthority();
    }

    /** A base image in the registry of this name, and a repository that is scanned. */
    void repositories(String base, String... scanned) throws IOException, InterruptedException {
        ecr.createRepository(make -> make.repositoryName(base).imageScanningConfiguration(scan -> scan.scanOnPush(true)));
        new BaseImage(ecr).push(base, "1");
        for (String name : scanned) {
            ecr.createRepository(
                    make -> make.repositoryName(name).imageTagMutability("IMMUTABLE").imageScanningConfiguration(
                            scan -> scan.scanOnPush(true)));
        }
    }

    void file(String path, String text) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    void actAs(String account, String region) {
        acting = new Identity(region, account, "", "", "test");
    }

    <O extends Record> Outcome run(String id, Operation<O> operation, O order) throws IOException {
        begin(id, operation, order);
        return end(id);
    }

    <O extends Record> void begin(String id, Operation<O> operation, O order) throws IOException {
        engine.open(id, operation, order, acting, Map.of());
        engine.follow(id, new Host(id));
    }

    Outcome end(String id) {
        Awaitility.await(id + " ends").atMost(Duration.ofMinutes(5)).until(() -> ended.containsKey(id));
        return ended.get(id);
    }

    Journal closed(String id) throws IOException {
        return Journal.read(folder.getRoot().toPath().resolve("archive"), id).orElseThrow();
    }

    void stop(String id) throws IOException {
        engine.signal(id, new Signal(Signal.Kind.STOP, "abort", "alice", Instant.now()));
    }

    /** The host goes away without a word, and a new one finds what is on disk. */
    void restart(String... followed) throws IOException {
        connected = false;
        engine.close();
        connected = true;
        engine = engine();
        for (String id : followed) {
            engine.follow(id, new Host(id));
        }
    }

    String said() {
        return String.join("\n", log) + "\n" + output.toString(StandardCharsets.UTF_8);
    }

    List<Ledger.Entry> changes(String operation) {
        return sandbox.world().ledger().of(operation);
    }

    /** A host in a process of its own, over the same journals. */
    Process anotherHost(Path output) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                HostMain.class.getName(), sandbox.endpoint().toString(), journals.toString(), workspace.toString());
        java.environment().putAll(environment);
        return java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Output of a command of this machine. */
    String shell(String command) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Puts a script before a program of the agent; in it BUILDER is the program itself. */
    void instead(String program, String script) throws IOException {
        String real = shell("command -v " + program).trim();
        Path bin = folder.newFolder("instead").toPath();
        Path file = bin.resolve(program);
        Files.writeString(file, "#!/bin/sh\n" + script.replace("BUILDER", real) + "\n");
        file.toFile().setExecutable(true);
        environment.put("PATH", bin + ":" + System.getenv("PATH"));
    }

    /** What a machine that runs out of memory does to the programs of this workspace. */
    void killMarked() throws IOException {
        shell("for p in $(grep -l 'ECS_RELEASE_PROGRAM=" + workspace + "@tmp' /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3); do kill -9 $p; done");
    }

    /** What is left beside the workspace. */
    List<String> beside() throws IOException {
        Path beside = Path.of(workspace + "@tmp");
        if (!Files.isDirectory(beside)) {
            return List.of();
        }
        try (var files = Files.walk(beside)) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    Detached agent() {
        return new AgentPrograms(
                new FilePath(workspace.toFile()), new Launcher.LocalLauncher(TaskListener.NULL), environment, java.util.Set.of(),
                TaskListener.NULL);
    }

    private final class Host implements Follower {

        private final String id;

        Host(String id) {
            this.id = id;
        }

        @Override
        public boolean alive() {
            return connected;
        }

        @Override
        public AwsCredentialsProvider credentials(Identity identity) {
            return Workbench.credentials(identity.credentialsId());
        }

        @Override
        public Detached agent(Detached.Place.Agent place) {
            return Workbench.this.agent();
        }

        @Override
        public void say(String line) {
            log.add(line);
        }

        @Override
        public void output(byte[] bytes) {
            output.writeBytes(bytes);
        }

        @Override
        public void noted(Instant at, Fact fact) {
            facts.add(fact);
        }

        @Override
        public Path archive() {
            return folder.getRoot().toPath().resolve("archive");
        }

        @Override
        public void ended(Outcome outcome) {
            ended.put(id, outcome);
        }
    }
}
