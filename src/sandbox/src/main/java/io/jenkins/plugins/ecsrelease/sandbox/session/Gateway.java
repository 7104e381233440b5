package io.jenkins.plugins.ecsrelease.sandbox.session;

import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Sessions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Issued;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Handlers;
import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.Session;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * Issues sessions and their tokens, and finds them again. A part of the world. The files and programs of a container live
 * until the container stops, whatever becomes of the sessions into it.
 */
public final class Gateway implements Sessions, AutoCloseable {

    /** From a command's start to its first output, as with the real agent. */
    private static final Duration FIRST_OUTPUT = Duration.ofSeconds(1);

    private final World world;
    private final SessionFaults faults;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, AgentSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, ContainerFiles> containers = new ConcurrentHashMap<>();
    private final Map<String, List<AgentSession>> ofContainer = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, body -> {
        Thread thread = new Thread(body, "sandbox-session-timer");
        thread.setDaemon(true);
        return thread;
    });

    Gateway(World world) {
        this.world = world;
        this.faults = world.part(SessionFaults.class);
    }

    /** Found through the service loader. */
    public static final class In implements Sessions.In {
        @Override
        public Sessions in(World world) {
            return world.part(Gateway.class);
        }
    }

    @Override
    public Session open(Container container, String command) {
        String id = "ecs-execute-command-" + base32(17);
        AgentSession session = new AgentSession(
                id, () -> start(container, command), encryption(container, id).orElse(null), faults, world.time(), timer);
        sessions.put(id, session);
        ofContainer.computeIfAbsent(container.runtimeId(), key -> new java.util.concurrent.CopyOnWriteArrayList<>()).add(session);
        world.time().after(FIRST_OUTPUT, session::begin);
        return Session.builder().sessionId(id).streamUrl(url(id)).tokenValue(token(id)).build();
    }

    @Override
    public Program run(Container container, List<String> words, Watcher watcher) {
        return new MainProcess(() -> files(container).start(words), watcher);
    }

    private Process start(Container container, String command) throws IOException {
        List<String> words = CommandLine.split(command);
        if (words.isEmpty()) {
            throw new IOException("no command");
        }
        return files(container).start(words);
    }

    private ContainerFiles files(Container container) throws IOException {
        synchronized (containers) {
            ContainerFiles files = containers.get(container.runtimeId());
            if (files == null) {
                try {
                    files = new ContainerFiles(container, world.part(Place.class)
                            .directory()
                            .resolve("containers")
                            .resolve(container.runtimeId()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted");
                }
                containers.put(container.runtimeId(), files);
            }
            return files;
        }
    }

    private String url(String id) {
        Place place = world.part(Place.class);
        String base = place.listens() ? place.endpoint().toString().replaceFirst("^http", "ws") : "ws://127.0.0.1:0";
        byte[] cell = new byte[9];
        random.nextBytes(cell);
        return base + GatewayMount.PATH + id + "?role=publish_subscribe&cell-number=" + Base64.getEncoder().encodeToString(cell);
    }

    private String token(String id) {
        byte[] bytes = new byte[48];
        random.nextBytes(bytes);
        String token = Base64.getEncoder().encodeToString(bytes);
        tokens.put(token, id);
        world.part(Issued.class).add("session token of ECS Exec", token);
        return token;
    }

    /** The session that a token opens; once. */
    Optional<AgentSession> opened(String id, String token) {
        return id.equals(tokens.remove(token)) ? Optional.ofNullable(sessions.get(id)) : Optional.empty();
    }

    /** A new token and the address, or empty when the session is over. */
    Optional<Session> resume(String id) {
        AgentSession session = sessions.get(id);
        return session == null || session.over() || !faults.resumable()
                ? Optional.empty()
                : Optional.of(Session.builder().sessionId(id).streamUrl(url(id)).tokenValue(token(id)).build());
    }

    void terminate(String id) {
        AgentSession session = sessions.get(id);
        if (session != null) {
            session.finish("");
        }
    }

    SessionFaults faults() {
        return faults;
    }

    @Override
    public void stopped(Container container) {
        List<AgentSession> open = ofContainer.remove(container.runtimeId());
        ContainerFiles files;
        synchronized (containers) {
            files = containers.remove(container.runtimeId());
        }
        Runnable end = () -> {
            if (open != null) {
                open.forEach(session -> session.finish(""));
                open.forEach(session -> sessions.remove(session.id));
            }
            if (files != null) {
                files.destroy();
            }
        };
        try {
            timer.execute(end); // the caller holds the world
        } catch (java.util.concurrent.RejectedExecutionException e) {
            // The sandbox is closing, and everything with it.
        }
    }

    @Override
    public void close() {
        List<AgentSession> open = new ArrayList<>(sessions.values());
        open.forEach(session -> session.finish(""));
        timer.shutdownNow();
        synchronized (containers) {
            containers.values().forEach(ContainerFiles::destroy);
            containers.clear();
        }
    }

    // ------------------------------------------------------------------------------------------------------ encryption

    private Optional<Encryption> encryption(Container container, String sessionId) {
        Call call = Call.current();
        String key = handler(EcsClient.class)
                .map(ecs -> ecs.describeClusters(request -> request.clusters(clusterArn(container)).include(ClusterField.CONFIGURATIONS)))
                .flatMap(answer -> answer.clusters().stream().findFirst())
                .map(Gateway::key)
                .orElse("");
        if (key.isEmpty()) {
            return Optional.empty();
        }
        String target = "ecs:" + container.clusterName() + "_" + container.taskId() + "_" + container.runtimeId();
        return Optional.of(new Encryption(key, (sealed, challenge) -> decrypt(call, sealed, Map.of(
                "aws:ssm:SessionId", sessionId, "aws:ssm:TargetId", target, "aws:ssm:RandomChallenge", challenge))));
    }

    private static String clusterArn(Container container) {
        return container.taskArn().replaceFirst(":task/([^/]+)/.*", ":cluster/$1");
    }

    private static String key(Cluster cluster) {
        return cluster.configuration() == null || cluster.configuration().executeCommandConfiguration() == null
                        || cluster.configuration().executeCommandConfiguration().kmsKeyId() == null
                ? ""
                : cluster.configuration().executeCommandConfiguration().kmsKeyId();
    }

    private byte[] decrypt(Call call, byte[] sealed, Map<String, String> context) throws GeneralSecurityException {
        try {
            Call asAgent = new Call("kms", "Decrypt", call.region(), call.account(), call.principal(), UUID.randomUUID().toString());
            return asAgent.during(() -> world.exclusively(() -> handler(KmsClient.class)
                    .orElseThrow(() -> new IllegalStateException("This sandbox has no KMS"))
                    .decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(sealed)).encryptionContext(context))
                    .plaintext()
                    .asByteArray()));
        } catch (RuntimeException e) {
            throw new GeneralSecurityException("KMS did not open the session's key: " + e.getMessage(), e);
        }
    }

    private <C> Optional<C> handler(Class<C> client) {
        for (Handlers handlers : ServiceLoader.load(Handlers.class, Gateway.class.getClassLoader())) {
            if (handlers.client() == client) {
                return Optional.of(client.cast(handlers.in(world)));
            }
        }
        return Optional.empty();
    }

    private String base32(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
        }
        return text.toString();
    }
}
