package io.jenkins.plugins.ecsrelease.rehearsal;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import io.jenkins.plugins.ecsrelease.rehearsal.assembly.CopyBuilder;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Application;
import io.jenkins.plugins.ecsrelease.rehearsal.builtin.Approvals;
import io.jenkins.plugins.ecsrelease.rehearsal.cps.Sources;
import io.jenkins.plugins.ecsrelease.rehearsal.example.ExampleAccount;
import io.jenkins.plugins.ecsrelease.rehearsal.example.SandboxProcess;
import io.jenkins.plugins.ecsrelease.rehearsal.example.Scenario;
import io.jenkins.plugins.ecsrelease.rehearsal.load.Visitors;
import io.jenkins.plugins.ecsrelease.rehearsal.run.CallsFile;
import io.jenkins.plugins.ecsrelease.rehearsal.run.LocalJenkins;
import io.jenkins.plugins.ecsrelease.rehearsal.run.PluginSteps;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalBuild;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalCredentials;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalHost;
import io.jenkins.plugins.ecsrelease.rehearsal.run.RehearsalJob;
import io.jenkins.plugins.ecsrelease.rehearsal.run.SandboxPace;
import io.jenkins.plugins.ecsrelease.rehearsal.terminal.Terminal;
import io.jenkins.plugins.ecsrelease.steps.Pace;
import io.jenkins.plugins.ecsrelease.steps.ReleaseConfiguration;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A rehearsal from its start or its resumption to its summary: a sandbox beside this process, the example's account in it,
 * visitors, and the pipeline. The pipeline begins at once; what it asks of AWS waits until the account is there.
 */
final class Rehearsal {

    private static final String CREDENTIALS = "aws-deploy";

    private final Settings settings;
    private final Terminal terminal;
    private final Approvals approvals;
    private final CallsFile calls = new CallsFile();
    private final CompletableFuture<World> world = new CompletableFuture<>();

    /** What there is once the account has been set up. */
    private record World(SavedRehearsal saved, SandboxProcess sandbox, SandboxPace pace, Account account, String keyId, String secret) {}

    Rehearsal(Settings settings, Terminal terminal, Approvals approvals) {
        this.settings = settings;
        this.terminal = terminal;
        this.approvals = approvals;
    }

    /** @return whether the release is live at the end */
    boolean start() throws Exception {
        Path home = settings.home();
        Homes.clear(home);
        Path application = Homes.copy(settings.project().resolve("docs/example-app"), home.resolve("application"));
        settings.scenario().prepare(application);
        terminal.say("Rehearsing " + terminal.ink().bold(settings.scenario().text()) + ": " + settings.scenario().what() + ".");
        SandboxProcess.Starting starting = SandboxProcess.begin(home.resolve("sandbox"), settings.speed());
        Thread setUp = new Thread(() -> setUp(starting, application), "set-up");
        setUp.setDaemon(true);
        setUp.start();
        return run(starting.endpoint(), false);
    }

    boolean resume() throws Exception {
        SavedRehearsal saved = SavedRehearsal.read(settings.home());
        URI endpoint = URI.create(saved.endpoint());
        SandboxProcess sandbox = SandboxProcess.at(endpoint);
        if (!sandbox.answers()) {
            throw new IOException("The sandbox of that rehearsal, at " + endpoint + ", is gone: start a new one.");
        }
        terminal.say("Going on with the rehearsal of " + terminal.ink().bold(saved.scenario()) + ".");
        Account account = new Account(endpoint);
        var key = account.newKey();
        world.complete(new World(saved, sandbox, new SandboxPace(Instant.parse(saved.sandboxTime()), saved.realTime(), saved.speed()),
                account, key.accessKeyId(), key.secretAccessKey()));
        return run(endpoint, true);
    }

    private void setUp(SandboxProcess.Starting starting, Path application) {
        try {
            SandboxProcess sandbox = starting.await();
            var time = sandbox.time();
            SandboxPace pace = new SandboxPace(Instant.parse(time.path("now").asText()), System.currentTimeMillis(), settings.speed());
            Account account = new Account(sandbox.endpoint());
            ExampleAccount.Made made = new ExampleAccount(account.clients(), settings.project().resolve("docs/example-app")).make();
            account.awaitSteady(made.production());
            account.awaitSteady(made.staging());
            settings.scenario().begin(sandbox, made);
            SavedRehearsal saved = new SavedRehearsal(sandbox.endpoint().toString(), settings.scenario().text(),
                    pace.sandbox().toString(), pace.real(), pace.speed(), made.staging(), made.production(),
                    account.url(made.staging()).toString(), account.url(made.production()).toString(), application.toString());
            saved.write(settings.home());
            terminal.say("The account is set up: production runs " + account.revision(made.production()) + ", visitors come in.");
            world.complete(new World(saved, sandbox, pace, account, made.keyId(), made.secret()));
        } catch (Throwable e) {
            world.completeExceptionally(e);
        }
    }

    private boolean run(URI endpoint, boolean resumed) throws Exception {
        LocalJenkins jenkins = new LocalJenkins(settings.home().resolve("jenkins"));
        jenkins.extension(calls);
        jenkins.extension(new LatePace());
        jenkins.add(new RehearsalCredentials(CREDENTIALS, () -> {
            World there = there();
            return Map.entry(there.keyId(), there.secret());
        }));
        Hosting.set(jenkins);
        configure(endpoint);
        RehearsalJob job = new RehearsalJob("shop");
        jenkins.job(job);

        int repeats = 0;
        RehearsalBuild resuming = resumed ? job.getLastBuild() : null;
        if (resuming != null && resuming.record().repeats() > 0) {
            repeats = resuming.record().repeats();
        }
        RehearsalBuild build = build(job, resuming, repeats, endpoint);
        if (settings.scenario().replays() && repeats == 0) {
            terminal.say(terminal.ink().note("Now build " + build.getNumber() + " is replayed."));
            build = build(job, null, build.getNumber(), endpoint);
        }
        World there = there();
        boolean live = new Summary(settings, terminal, there.sandbox(), there.pace(), there.account(), there.saved()).of(build);
        there.account().close();
        there.sandbox().stop();
        return live;
    }

    private RehearsalBuild build(RehearsalJob job, RehearsalBuild resuming, int repeats, URI endpoint) throws Exception {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (settings.migrate() || settings.scenario().migrates()) {
            parameters.put("MIGRATE", true);
        }
        RehearsalBuild build = resuming != null ? resuming : RehearsalBuild.start(job, "jenkins", parameters, repeats, false);
        Path script = build.directory().resolve("script");
        Sources sources = resuming != null ? Sources.of(script)
                : Sources.copy(settings.jenkinsfile(), settings.project(), script);
        calls.file(build.directory().resolve("calls.jsonl"));
        build.setVariable("BRANCH_NAME", "main");
        build.setVariable("BASE_REGISTRY", endpoint.getAuthority());
        // Agents often are containers themselves, in which buildah can start others only this way.
        build.setVariable("BUILDAH_ISOLATION", "chroot");
        CopyBuilder.install(settings.home().resolve("bin")).ifPresent(bin -> {
            terminal.say("This machine has no container builder: the image is assembled from the Dockerfile's COPY lines, without RUN.");
            build.setVariable("PATH", bin + ":" + System.getenv("PATH"));
        });
        Application application = new Application(settings.home().resolve("application").toString(), "main",
                "https://git.example.com/shop.git");
        Path workspace = settings.home().resolve("workspace/shop");
        try (RehearsalHost host = new RehearsalHost(build, sources, PluginSteps.all(), application, approvals, terminal,
                workspace, this::releaseMillis)) {
            CompletableFuture<Visitors> visitors = world.thenApply(there -> {
                build.setVariable("STAGING_URL", there.saved().stagingUrl());
                build.setVariable("PRODUCTION_URL", there.saved().productionUrl());
                return new Visitors(URI.create(there.saved().productionUrl()), build.directory().resolve("visitors.jsonl"))
                        .start(settings.perSecond());
            });
            visitors.exceptionally(failure -> {
                host.program().interrupt(new hudson.AbortException("The account could not be set up: " + cause(failure)));
                return null;
            });
            CompletableFuture<Result> end = resuming != null ? host.resume() : host.start();
            end.join();
            there();
            visitors.join().close();
        }
        return build;
    }

    private void configure(URI endpoint) {
        ReleaseConfiguration configuration = ReleaseConfiguration.get();
        configuration.setEndpoint(endpoint.toString());
        ReleaseEnvironment production = new ReleaseEnvironment("production");
        production.setClusters("shop-production");
        production.setGated(true);
        production.setApprovers("alice,release-managers");
        configuration.setEnvironments(List.of(production));
    }

    private World there() {
        try {
            return world.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("The account could not be set up: " + cause(e).getMessage(), cause(e));
        }
    }

    private static Throwable cause(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    private long releaseMillis() {
        return world.isDone() && !world.isCompletedExceptionally() ? there().pace().now().toEpochMilli() : System.currentTimeMillis();
    }

    /** The sandbox's time, for the engine: made when the first release begins, which waits for the account here. */
    private final class LatePace implements Pace {

        @Override
        public Instant now() {
            return there().pace().now();
        }

        @Override
        public double speed() {
            return there().pace().speed();
        }
    }
}
