package io.jenkins.plugins.ecsrelease.sandbox.traffic;

import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.Faults;
import io.jenkins.plugins.ecsrelease.sandbox.world.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** The web server in a container: serves the files of its image and behaves as the image says. Safe from any thread. */
public final class Application implements Ports.Answer {

    /** Tells the load balancer how long the answer took by the model, in milliseconds; it never reaches a client. */
    static final String MILLIS = "X-Sandbox-Millis";

    /** Tell a client what answered. */
    public static final String TASK = "X-Sandbox-Task";
    public static final String REVISION = "X-Sandbox-Revision";
    public static final String IMAGE = "X-Sandbox-Image";

    private static final Message OVERLOADED = Message.reply(503, "text/plain", "overloaded\n");
    private static final Message ERROR = Message.reply(500, "text/plain", "error\n");
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /**
     * Who answers.
     *
     * @param task id of the task
     * @param revision such as "web:7"
     * @param image the reference of the task definition
     * @param digest what it was resolved to
     */
    public record Origin(String task, String revision, String image, String digest) {}

    private final Origin origin;
    private final Behaviour told;
    private final Path root;
    private final Time time;
    private final Faults faults;
    private final Instant startedAt;
    private final Map<String, Message> files = new ConcurrentHashMap<>();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong second = new AtomicLong();
    private final AtomicLong thisSecond = new AtomicLong();
    private volatile Behaviour behaviour;
    private volatile long judged = Long.MIN_VALUE;

    /**
     * @param rootfs the image's files; null when it has none: then every path answers who it is
     */
    public Application(Origin origin, Behaviour behaviour, Path rootfs, Time time, Faults faults) {
        this.origin = origin;
        this.told = behaviour;
        this.behaviour = behaviour;
        this.root = rootfs == null ? null : rootfs.resolve(behaviour.documentRoot().replaceFirst("^/+", "")).normalize();
        this.time = time;
        this.faults = faults;
        this.startedAt = time.now();
    }

    /** What holds now. Faults are asked once in a second of sandbox time, not at every request. */
    public Behaviour behaviour() {
        long second = time.now().getEpochSecond();
        if (judged != second) {
            judged = second;
            behaviour = told.struck(kind -> faults.strike(kind, about()).isPresent());
        }
        return behaviour;
    }

    /** What a health check gets; null for no answer in time. */
    public Message healthCheck(String path) {
        if (runningFor().compareTo(behaviour.startup()) < 0) {
            return null;
        }
        int status = behaviour.healthStatus();
        if (runningFor().compareTo(behaviour.healthyFor()) < 0) {
            status = 200;
        }
        boolean struck = faults.strike(Fault.Kind.UNHEALTHY_TASKS, about()).isPresent();
        if (struck) {
            status = 500;
        }
        if (status == 0) {
            return null;
        }
        return status == 200 ? content(path) : Message.reply(status, "text/plain", "unhealthy\n");
    }

    @Override
    public Message to(Message request) throws InterruptedException {
        boolean check = request.field("User-Agent").startsWith("ELB-HealthChecker");
        Message answer = check ? healthCheck(request.path()) : page(request);
        if (answer == null) {
            return null;
        }
        double millis = latency(served.incrementAndGet());
        pause(millis);
        return answer.with(TASK, origin.task())
                .with(REVISION, origin.revision())
                .with(IMAGE, origin.digest())
                .with(MILLIS, Double.toString(millis));
    }

    /** The answer to a request that exists in the model only: nothing waits, and chance decides what fails and how long it takes. */
    Message model(Message request, RandomGenerator chance) {
        behaviour();
        served.incrementAndGet();
        Message answer = overloaded() ? OVERLOADED : chance.nextDouble() < behaviour.errorRate() ? ERROR : content(request.path());
        double millis = behaviour.latencyMillis() * (0.7 - 0.3 * Math.log(1 - chance.nextDouble()));
        return answer.with(REVISION, origin.revision()).with(MILLIS, Double.toString(millis));
    }

    /** Database connections that this container keeps open now. */
    public double connections() {
        return behaviour().connections() + behaviour().leakPerMinute() * runningFor().toMillis() / 60_000;
    }

    private Message page(Message request) {
        long number = served.get();
        behaviour();
        if (overloaded()) {
            return OVERLOADED;
        }
        if ((long) ((number + 1) * behaviour.errorRate()) > (long) (number * behaviour.errorRate())) {
            return ERROR;
        }
        return content(request.path());
    }

    /** Counts this request and says whether this second of sandbox time has had more than the container bears. */
    private boolean overloaded() {
        if (behaviour.errorsAbove() == Double.POSITIVE_INFINITY) {
            return false;
        }
        long now = time.now().getEpochSecond();
        if (second.getAndSet(now) != now) {
            thisSecond.set(0);
        }
        return thisSecond.incrementAndGet() > behaviour.errorsAbove();
    }

    private Message content(String path) {
        return files.computeIfAbsent(path, this::load);
    }

    private Message load(String path) {
        if (root != null && Files.isDirectory(root)) {
            Path file = root.resolve(path.replaceFirst("^/+", "")).normalize();
            if (Files.isDirectory(file)) {
                file = file.resolve("index.html");
            }
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                try {
                    return Message.reply(200, type(file), Files.readAllBytes(file));
                } catch (IOException e) {
                    return Message.reply(500, "text/plain", "The file could not be read: " + e.getMessage() + "\n");
                }
            }
            if (!path.equals(behaviour.healthPath())) {
                return Message.reply(404, "text/plain", "not found\n");
            }
        }
        return path.equals(behaviour.healthPath())
                ? Message.reply(200, "text/plain", "ok\n")
                : Message.reply(200, "text/plain", origin.revision() + " " + origin.image() + " " + origin.digest() + "\n");
    }

    private static String type(Path file) {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return Map.of("html", "text/html; charset=utf-8", "css", "text/css", "js", "text/javascript", "json", "application/json",
                "svg", "image/svg+xml", "png", "image/png").getOrDefault(extension, "text/plain; charset=utf-8");
    }

    /** Spread like a service's: most near 0.9 times the mean, the 99th percentile at 2.1 times. The n-th is always the same. */
    private double latency(long number) {
        double uniform = ((number * GOLDEN) >>> 11) * 0x1.0p-53;
        return behaviour.latencyMillis() * (0.7 - 0.3 * Math.log(1 - uniform));
    }

    /** Waits as long as the model says where that is long enough to be felt on this machine. */
    private void pause(double millis) throws InterruptedException {
        long real = time.speed() > 0 ? (long) (millis / time.speed()) : 0;
        if (real >= 1) {
            Thread.sleep(real);
        }
    }

    private Duration runningFor() {
        return Duration.between(startedAt, time.now());
    }

    private String about() {
        return origin.revision() + " " + origin.image() + " " + origin.digest() + " " + origin.task();
    }
}
