package io.jenkins.plugins.ecsrelease.engine.run;

import io.jenkins.plugins.ecsrelease.engine.aws.AwsCall;
import io.jenkins.plugins.ecsrelease.engine.aws.AwsClients;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Operation;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The real engine in virtual time on the test's own thread: hours of AWS pass in milliseconds, and every run of a test is
 * the same. It can be killed and started again on what is on disk.
 *
 * <pre>{@code
 * VirtualTime time = new VirtualTime(Instant.parse("2026-11-23T10:00:00Z"));
 * try (Sandbox sandbox = Sandbox.start(SandboxOptions.virtual(time));
 *         Trial trial = new Trial(time, sandbox.inProcess(), new BlueGreen())) {
 *     trial.aws(EcsClient.class).createCluster(…);
 *     Outcome outcome = trial.run(new BlueGreen(), order);
 * }
 * }</pre>
 */
public final class Trial implements AutoCloseable {

    /** How long an operation may take, in virtual time. */
    private static final Duration PATIENCE = Duration.ofHours(12);

    /** The process ends here: nothing that it would have done afterwards happens. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super("killed", null, false, false);
        }
    }

    /** A phase and what it decided on. */
    public record Decision(Phase phase, View view) {}

    /** Journals that outlive a process, though not a power cut. */
    static class Quick extends Journals {
        Quick(Path directory, List<Operation<?>> operations) throws IOException {
            super(directory, operations);
        }

        @Override
        void force(FileChannel channel) {}

        /** Keeps the first journal of each phase for {@link GoldenJournalsTest}, when asked to. */
        @Override
        Saved save(Saved saved, List<Note> notes, byte[] output) throws IOException {
            Saved named = super.save(saved, notes, output);
            String collected = System.getProperty("golden.collect");
            if (collected != null) {
                Path kept = Path.of(collected, saved.operation().kind() + "-" + saved.operation().schema());
                Path file = kept.resolve(JournalFiles.write(named).path("phase").path("name").asText() + ".json");
                Files.createDirectories(kept);
                if (!Files.exists(file)) {
                    Files.copy(JournalFiles.journal(directory(), saved.id()), file);
                }
            }
            return named;
        }
    }

    /** One life of the process. */
    private static final class Life {
        private boolean over;
        private final Set<Job> jobs = new HashSet<>();

        void end() {
            over = true;
            jobs.forEach(job -> job.run = null);
            jobs.clear();
        }
    }

    /** Something planned, which nothing is left of when its life ends. */
    private static final class Job implements Runnable {
        private final Life life;
        private Runnable run;

        Job(Life life, Runnable run) {
            this.life = life;
            // What a dying process still plans never happens.
            if (!life.over) {
                this.run = run;
                life.jobs.add(this);
            }
        }

        @Override
        public void run() {
            life.jobs.remove(this);
            if (run != null) {
                run.run();
            }
        }
    }

    private final VirtualTime time;
    private final List<Operation<?>> operations;
    private final Path directory;
    private final AwsClients clients;
    private final Identity identity = new Identity("eu-central-1", "trial", "", "", "trial-1");
    private final List<String> said = new ArrayList<>();
    private final List<AwsCall> calls = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<String, Outcome> ended = new LinkedHashMap<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Map<String, String> labels = new LinkedHashMap<>(Map.of("job", "shop", "build", "7"));
    private Detached agent;
    private Containers containers;
    private final Map<String, AwsCredentialsProvider> keys = new LinkedHashMap<>();
    private String auditLogGroup = "";
    private boolean alive = true;
    private boolean remembers = true;
    private long sent;
    private Seam seam = Seam.NONE;
    private Class<? extends Journals> files = Quick.class;
    private Engine engine;
    private Life life;

    public Trial(VirtualTime time, SdkHttpClient http, Operation<?>... operations) {
        this.time = time;
        this.operations = List.of(operations);
        clients = AwsClients.builder()
                .endpoint(URI.create("http://sandbox.invalid"))
                .http(http)
                .readAttempts(1)
                .clock(clock())
                .listener(this::called)
                .build();
        try {
            directory = Files.createTempDirectory("trial");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What programs on the agent are started with. */
    public Trial agent(Detached transport) {
        agent = transport;
        return this;
    }

    /** How programs in containers are reached, before the first call. */
    public Trial containers(Containers transport) {
        containers = transport;
        return this;
    }

    Trial seam(Seam here) {
        seam = here;
        return this;
    }

    /** Journals with a planted fault; the class has a constructor as {@link Journals}. */
    Trial files(Class<? extends Journals> planted) {
        files = planted;
        return this;
    }

    /** A client of the same account, to set the scene with. */
    public <C extends SdkClient> C aws(Class<C> type) {
        return clients.client(type, identity, credentials());
    }

    /** Who is meant by an identity's {@code credentialsId}; anybody else is the account's administrator. */
    public Trial credentials(String credentialsId, AwsCredentialsProvider key) {
        keys.put(credentialsId, key);
        return this;
    }

    /** Where the host wants a line for each change. */
    public Trial auditLogGroup(String group) {
        auditLogGroup = group;
        return this;
    }

    /** What the host says about its operations; the job's name and the build's number by default. */
    public Trial label(String name, String value) {
        labels.put(name, value);
        return this;
    }

    /** Keeps no calls and no decisions, where there are too many of them. */
    public Trial forgetful() {
        remembers = false;
        return this;
    }

    /** Runs to the end. */
    public <O extends Record> Outcome run(Operation<O> operation, O order) {
        begin("trial", operation, order);
        return untilEnded("trial");
    }

    public <O extends Record> void begin(String id, Operation<O> operation, O order) {
        begin(id, operation, order, identity);
    }

    /** As somebody else: one whose credentials were given to {@link #credentials}. */
    public <O extends Record> void begin(String id, Operation<O> operation, O order, Identity who) {
        try {
            engine().open(id, operation, order, who, labels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        follow(id);
    }

    public void follow(String id) {
        engine().follow(id, new Host(id));
    }

    public Outcome untilEnded(String id) {
        return untilEnded(id, () -> {});
    }

    /** @param tick what happens outside meanwhile, asked twice a second */
    Outcome untilEnded(String id, Runnable tick) {
        Instant limit = time.now().plus(PATIENCE);
        while (!ended.containsKey(id)) {
            if (time.now().isAfter(limit)) {
                throw new AssertionError("No end after " + PATIENCE + "; it stands at: "
                        + engine().journal(id).map(Journal::description).orElse("nothing") + "\n" + String.join("\n", said));
            }
            time.advance(Duration.ofMillis(500));
            tick.run();
        }
        return ended.get(id);
    }

    /** Lets time pass until something is the case, such as a phase being reached. */
    public void until(String what, java.util.function.BooleanSupplier condition) {
        Instant limit = time.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (time.now().isAfter(limit)) {
                throw new AssertionError("It never came to this: " + what + "\n" + String.join("\n", said));
            }
            time.advance(Duration.ofMillis(500));
        }
    }

    public void advance(Duration by) {
        time.advance(by);
    }

    /** Stops the operation {@link #run} would run, as an abort does: a host whose word could not be saved says it again. */
    public void stop() {
        try {
            signal("trial", Signal.Kind.STOP, "abort");
        } catch (UncheckedIOException full) {
            time.after(Duration.ofSeconds(5), this::stop);
        }
    }

    /** Answers a hold, once; an answer that could not be saved is given again later. */
    public void answer(String id, Signal.Kind kind) {
        boolean open = engine().journal(id).filter(journal -> journal.outcome().isEmpty()
                && journal.signals().stream().noneMatch(signal -> signal.kind() == kind)).isPresent();
        if (open) {
            try {
                signal(id, kind, "");
            } catch (UncheckedIOException e) {
                // Whoever answers tries again.
            }
        }
    }

    public void signal(String id, Signal.Kind kind, String about) {
        try {
            engine().signal(id, new Signal(kind, about, "alice", time.now()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process ends now, with nothing written that is not on disk. The next call starts another. */
    public void kill() {
        if (life != null) {
            life.end();
        }
        engine = null;
        life = null;
    }

    /** The host no longer wants it, or does again. */
    public void alive(boolean now) {
        alive = now;
    }

    public Optional<Outcome> ended(String id) {
        return Optional.ofNullable(ended.get(id));
    }

    public Engine engine() {
        if (engine == null) {
            Life now = new Life();
            life = now;
            try {
                Engine.Builder builder = Engine.builder()
                        .clients(clients)
                        .operations(operations)
                        .resumeOver(Duration.ZERO)
                        .seam(seam(now))
                        .time(clock(), (delay, tick) -> time.after(delay, new Job(now, tick)),
                                job -> time.after(Duration.ZERO, new Job(now, job)), this::nanos);
                if (containers != null) {
                    builder.containers(containers);
                }
                builder.files(files.getDeclaredConstructor(Path.class, List.class).newInstance(directory.resolve("open"), operations));
                engine = builder.build();
            } catch (IOException | ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return engine;
    }

    private void called(AwsCall call) {
        sent++;
        if (remembers) {
            calls.add(call);
        }
    }

    /** How many calls were sent so far. */
    public long sent() {
        return sent;
    }

    private Seam seam(Life now) {
        return new Seam() {
            @Override
            public void at(Crossing crossing) throws Exception {
                if (!now.over) {
                    seam.at(crossing);
                }
            }

            @Override
            public void deciding(Phase phase, View view) {
                if (remembers) {
                    decisions.add(new Decision(phase, view));
                }
            }
        };
    }

    /** Lines of the log. */
    public List<String> said() {
        return said;
    }

    /** Every attempt sent to AWS. */
    public List<AwsCall> calls() {
        return calls;
    }

    /** Every phase that had to decide, with what it saw. */
    public List<Decision> decisions() {
        return decisions;
    }

    /** Followed output, as the host got it. */
    public byte[] output() {
        return output.toByteArray();
    }

    /** The timeline, open or archived. */
    public List<Fact> facts(String id) {
        try {
            Journal journal = engine().journal(id).or(() -> archived(id)).orElseThrow();
            return journal.facts().stream().map(Note::fact).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Optional<Journal> archived(String id) {
        try {
            return Journal.read(archive(), id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    VirtualTime time() {
        return time;
    }

    private Path archive() {
        return directory.resolve("build");
    }

    private long nanos() {
        Instant now = time.now();
        return now.getEpochSecond() % 1_000_000_000L * 1_000_000_000L + now.getNano();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return time.now();
            }
        };
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
            return alive;
        }

        @Override
        public AwsCredentialsProvider credentials(Identity who) {
            return keys.getOrDefault(who.credentialsId(), Trial.credentials());
        }

        @Override
        public Detached agent(Detached.Place.Agent place) throws IOException {
            if (agent == null) {
                throw new IOException("The agent is away.");
            }
            return agent;
        }

        @Override
        public void say(String line) {
            said.add(line);
        }

        @Override
        public void output(byte[] bytes) {
            output.writeBytes(bytes);
        }

        @Override
        public String auditLogGroup() {
            return auditLogGroup;
        }

        @Override
        public Path archive() {
            return Trial.this.archive();
        }

        @Override
        public void ended(Outcome outcome) {
            ended.put(id, outcome);
        }
    }

    @Override
    public void close() {
        kill();
        clients.close();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
