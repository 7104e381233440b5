package io.jenkins.plugins.ecsrelease.engine.exec;

import io.jenkins.plugins.ecsrelease.engine.aws.HttpProxy;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.process.Containers;
import io.jenkins.plugins.ecsrelease.engine.process.Detached;
import io.jenkins.plugins.ecsrelease.engine.process.Masking;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Programs in containers, through ECS Exec and a Session Manager data channel of our own: no plugin binary and no
 * terminal on this side. One per host.
 *
 * <p>A program runs detached in its container, its log and exit code in files. A session that follows it is only a cache:
 * losing it costs nothing, and another one starts at the byte where the taker stands. Nothing is saved here.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html">ECS Exec</a>
 */
public final class EcsExec implements Containers {

    private static final Logger LOGGER = Logger.getLogger(EcsExec.class.getName());

    private static final long PATIENCE_MILLIS = 250;
    private static final long ANSWER_MILLIS = 45_000;
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(45);
    private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long SIGN_OF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(240);
    private static final long TEND_NANOS = TimeUnit.SECONDS.toNanos(5);

    private record Key(Identity identity, Detached.Place.Container place, String id) {}

    /** When a session may be opened again after failures, so that a broken container is not hammered. */
    private record Pause(int failures, long until, String why) {}

    private final Loop loop;
    private final Executor calls;
    private final Link.Maker links;
    private final DataChannel.Limits limits;
    private final long patienceMillis;
    /** What else is to be let go of. */
    private final Runnable shutdown;
    private final Map<Key, Following> followings = new ConcurrentHashMap<>();
    private final Map<Key, Pause> pauses = new ConcurrentHashMap<>();
    private final Map<Identity, Boolean> mayNotResume = new ConcurrentHashMap<>();

    /** With the JVM's own proxy settings. */
    public static EcsExec usual() {
        return real(ProxySelector.getDefault(), null, DataChannel.Limits.USUAL);
    }

    /** Through this proxy; null for the JVM's own settings. */
    public static EcsExec through(HttpProxy proxy) {
        return proxy == null ? usual() : real(proxy.selector(), proxy.authenticator(), DataChannel.Limits.USUAL);
    }

    /**
     * @param proxy null for a direct way
     * @param passwords answers a proxy that asks who is there; null for nobody
     */
    static EcsExec real(ProxySelector proxy, Authenticator passwords, DataChannel.Limits limits) {
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(daemons("ecs-release-exec"));
        ExecutorService calls = Executors.newCachedThreadPool(daemons("ecs-release-exec-call"));
        HttpClient.Builder builder = HttpClient.newBuilder().executor(calls).connectTimeout(limits.connect());
        if (proxy != null) {
            builder.proxy(proxy);
        }
        if (passwords != null) {
            builder.authenticator(passwords);
        }
        return new EcsExec(Loop.on(loop), calls, WebSocketLink.of(builder.build()), limits, PATIENCE_MILLIS, () -> {
            loop.schedule(loop::shutdownNow, 1, TimeUnit.SECONDS);
            calls.shutdown();
        });
    }

    /** @param patienceMillis how long a look waits for the first word of a session */
    EcsExec(Loop loop, Executor calls, Link.Maker links, DataChannel.Limits limits, long patienceMillis, Runnable shutdown) {
        this.loop = loop;
        this.calls = calls;
        this.links = links;
        this.limits = limits;
        this.patienceMillis = patienceMillis;
        this.shutdown = shutdown;
        loop.after(TEND_NANOS, this::tend);
    }

    /**
     * What a task that waits for programs runs in {@code sh -c}: it ends by itself after {@code seconds}, or when asked to.
     */
    public static String idle(long seconds) {
        return Scripts.idle(seconds);
    }

    @Override
    public Detached in(Tools tools, Detached.Place.Container place) {
        return new InContainer(tools, place);
    }

    @Override
    public void close() {
        followings.values().forEach(Following::close);
        followings.clear();
        shutdown.run();
    }

    /** How many sessions are open for following. */
    int open() {
        return followings.size();
    }

    /** Bytes that came and nobody stands behind yet. */
    long held() {
        return followings.values().stream().mapToLong(Following::held).sum();
    }

    private void tend() {
        try {
            followings.forEach((key, following) -> {
                if (following.forgottenFor(FORGOTTEN_NANOS) || following.silentFor(SILENT_NANOS)) {
                    if (followings.remove(key, following)) {
                        following.close();
                    }
                }
            });
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Sessions could not be looked after", e);
        }
        loop.after(TEND_NANOS, this::tend);
    }

    private DataChannel channel(Tools tools, Detached.Place.Container place, Session session, DataChannel.Sink sink) {
        DataChannel.Resumption resumption = () -> resume(tools, session);
        return new DataChannel(
                links, loop, calls, session.url(), session.token(), session.keys(tools, place), resumption, sink, limits);
    }

    /** Not every account lets sessions be resumed; asked in vain once, it is not asked again, and a new session serves. */
    private Optional<String> resume(Tools tools, Session session) {
        if (mayNotResume.containsKey(tools.identity())) {
            return Optional.empty();
        }
        try {
            return session.resume(tools);
        } catch (AwsServiceException e) {
            LOGGER.log(Level.FINE, "Session " + session.id() + " cannot be resumed", e);
            if (Problems.of(e).kind() == Problem.Kind.DENIED) {
                mayNotResume.put(tools.identity(), true);
            }
            return Optional.empty();
        }
    }

    private static String nonce() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return body -> {
            Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            thread.setContextClassLoader(EcsExec.class.getClassLoader());
            return thread;
        };
    }

    /** Programs of one container. */
    private final class InContainer implements Detached {

        private final Tools tools;
        private final Place.Container place;

        InContainer(Tools tools, Place.Container place) {
            this.tools = tools;
            this.place = place;
        }

        @Override
        public void start(Launch launch) throws IOException {
            if (!launch.privateFiles().isEmpty()) {
                throw new IllegalArgumentException("ECS Exec has no private way into a container: secrets reach it through "
                        + "'secrets' of its task definition.");
            }
            Shell.Result result = run(Scripts.start(launch.id(), Masking.of(launch.script(), launch.hidden()), launch.environment()));
            if (result.mark('M').isPresent()) {
                throw new IOException("The image has " + result.mark('M').get() + ", which a command in it needs to outlive its session.");
            }
            if (result.mark('R').isPresent()) {
                throw new IOException("In container " + place.container() + ": " + result.mark('R').get() + ".");
            }
            if (result.mark('S').isEmpty()) {
                throw new IOException("The start was not confirmed (exit code " + result.exitCode() + ").");
            }
            Following following = followings.get(new Key(tools.identity(), place, launch.id()));
            if (following != null) {
                following.started();
            }
        }

        @Override
        public Progress look(String id, long offset, int atMost) throws IOException {
            Key key = new Key(tools.identity(), place, id);
            Following following = followings.get(key);
            if (following == null || !following.holds(offset)) {
                following = follow(key, following, offset);
            }
            try {
                Progress progress = following.take(offset, atMost, patienceMillis);
                pauses.remove(key);
                return progress;
            } catch (Following.Opening e) {
                if (following.silentFor(SILENT_NANOS)) {
                    failed(key, following, "nothing came from the container within 45 s");
                }
                Pause before = pauses.get(key);
                throw before == null ? e : new Following.Opening(before.why());
            } catch (IOException e) {
                failed(key, following, e.getMessage());
                throw e;
            }
        }

        private Following follow(Key key, Following before, long offset) throws IOException {
            if (before != null && followings.remove(key, before)) {
                before.close();
            }
            Pause pause = pauses.get(key);
            if (pause != null && loop.nanos() - pause.until() < 0) {
                throw new IOException(pause.why());
            }
            String nonce = nonce();
            Session session;
            try {
                session = Session.open(tools, place, Scripts.command(nonce, Scripts.follow(key.id(), offset)));
            } catch (IOException e) {
                failed(key, null, e.getMessage());
                throw e;
            }
            Following following = new Following(nonce, offset, loop::nanos);
            DataChannel channel = channel(tools, place, session, following);
            following.over(channel);
            followings.put(key, following);
            channel.open();
            channel.size(300, 100);
            signOfLife(key, following, channel, 101);
            return following;
        }

        /** Sessions without input end after 20 minutes; a change of size is input that no program sees. */
        private void signOfLife(Key key, Following following, DataChannel channel, int rows) {
            loop.after(SIGN_OF_LIFE_NANOS, () -> {
                if (followings.get(key) == following) {
                    channel.size(300, rows);
                    signOfLife(key, following, channel, 201 - rows);
                }
            });
        }

        private void failed(Key key, Following following, String why) {
            if (following != null && followings.remove(key, following)) {
                following.close();
            }
            pauses.compute(key, (same, before) -> {
                int failures = before == null ? 1 : before.failures() + 1;
                long millis = failures == 1 ? 0 : Math.min(30_000, 500L << Math.min(6, failures - 2));
                return new Pause(failures, loop.nanos() + millis * 1_000_000, why);
            });
        }

        @Override
        public void stop(String id, boolean force) throws IOException {
            run(Scripts.stop(id, force));
        }

        @Override
        public void remove(String id) throws IOException {
            run(Scripts.remove(id));
        }

        private Shell.Result run(String script) throws IOException {
            String nonce = nonce();
            Shell shell = new Shell(nonce);
            Session session = Session.open(tools, place, Scripts.command(nonce, Scripts.marked(script)));
            DataChannel channel = channel(tools, place, session, shell);
            channel.open();
            try {
                return shell.await(ANSWER_MILLIS);
            } finally {
                channel.hangUp();
            }
        }
    }
}
