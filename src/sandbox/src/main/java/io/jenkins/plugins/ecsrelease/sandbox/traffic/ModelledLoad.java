package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Requests at a listener that exist in the model only, as many a second of sandbox time as asked for: they take the very
 * rules, weights, targets, behaviours and counts that real ones take, and no socket. Arrivals, failures and times to answer
 * are drawn from a seed, so that the same world with the same seed sees the same. An hour of 200 a second takes seconds.
 */
public final class ModelledLoad implements AutoCloseable {

    private final World world;
    private final Proxy proxy;
    private final double perSecond;
    private final Random chance;
    private final Message request;
    private final Map<String, Long> answered = new TreeMap<>();
    private final Map<String, Long> failed = new TreeMap<>();
    private boolean stopped;

    private ModelledLoad(World world, Proxy proxy, URI url, double perSecond, long seed) {
        this.world = world;
        this.proxy = proxy;
        this.perSecond = perSecond;
        this.chance = new Random(seed);
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        this.request = Message.request("GET", path, new Message.Field("Host", url.getAuthority()), new Message.Field("User-Agent", "sandbox-load"));
    }

    /**
     * Begins now.
     *
     * @param url of a listener of the world, as its attributes tell it
     * @param perSecond requests in a second of sandbox time, in the mean
     */
    public static ModelledLoad perSecond(World world, URI url, double perSecond, long seed) {
        Ports.Answer answer = world.part(Ports.class).at(url.getPort())
                .orElseThrow(() -> new IllegalArgumentException("No listener of the sandbox is at " + url));
        ModelledLoad load = new ModelledLoad(world, (Proxy) answer, url, perSecond, seed);
        load.plan();
        return load;
    }

    private void plan() {
        world.time().after(Duration.ofSeconds(1), () -> {
            if (!stopped) {
                second();
                plan();
            }
        });
    }

    private void second() {
        long arrivals = Math.max(0, Math.round(perSecond + Math.sqrt(perSecond) * chance.nextGaussian()));
        for (long i = 0; i < arrivals; i++) {
            Message answer = proxy.to(request, this::carry);
            String by = answer.field(Application.REVISION);
            answered.merge(by, 1L, Long::sum);
            if (answer.status() >= 400) {
                failed.merge(by, 1L, Long::sum);
            }
        }
    }

    private Message carry(Backend.Target target, Message asked) throws IOException {
        Ports.Answer answer = target.answer();
        if (!(answer instanceof Application application)) {
            throw new IOException("Only applications of the sandbox answer modelled requests.");
        }
        return application.model(asked, chance);
    }

    public long sent() {
        return answered.values().stream().mapToLong(Long::longValue).sum();
    }

    public long failed() {
        return failed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests that a version answered, such as "web:7"; those that no target answered are under "". */
    public long answeredBy(String revision) {
        return answered.getOrDefault(revision, 0L);
    }

    public long failedBy(String revision) {
        return failed.getOrDefault(revision, 0L);
    }

    @Override
    public void close() {
        stopped = true;
    }
}
