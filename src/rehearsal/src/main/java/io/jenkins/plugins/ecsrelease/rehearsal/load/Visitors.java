package io.jenkins.plugins.ecsrelease.rehearsal.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests at an even rate, whether or not earlier ones were answered, and counts by quarter of a second which
 * version answered and how many failed. The counts go to a file, a line a quarter, for the report.
 */
public final class Visitors implements AutoCloseable {

    private static final long QUARTER_MILLIS = 250;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "visitors");
        thread.setDaemon(true);
        return thread;
    });
    private final ObjectMapper json = new ObjectMapper();
    private final HttpRequest request;
    private final Path file;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private Map<String, Integer> counts = new LinkedHashMap<>();
    private String firstFailure = "";

    /**
     * @param url what is asked for
     */
    public Visitors(URI url, Path file) {
        this.request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).GET().build();
        this.file = file;
    }

    /** @param perSecond requests a second, from 1 */
    public Visitors start(int perSecond) {
        clock.scheduleAtFixedRate(this::visit, 0, 1_000_000_000L / perSecond, TimeUnit.NANOSECONDS);
        clock.scheduleAtFixedRate(this::write, QUARTER_MILLIS, QUARTER_MILLIS, TimeUnit.MILLISECONDS);
        return this;
    }

    private void visit() {
        sent.incrementAndGet();
        open.incrementAndGet();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding()).whenComplete((answer, problem) -> {
            open.decrementAndGet();
            if (problem != null) {
                count("failed", problem.toString());
            } else if (answer.statusCode() >= 400) {
                count("failed", "answered " + answer.statusCode());
            } else {
                count(answer.headers().firstValue("X-Sandbox-Revision").orElse("?"), "");
            }
        });
    }

    private synchronized void count(String what, String failure) {
        counts.merge(what, 1, Integer::sum);
        if (!failure.isEmpty()) {
            failed.incrementAndGet();
            if (firstFailure.isEmpty()) {
                firstFailure = failure;
            }
        }
    }

    private void write() {
        Map<String, Integer> quarter;
        synchronized (this) {
            quarter = counts;
            counts = new LinkedHashMap<>();
        }
        try {
            Files.write(file, (json.writeValueAsString(Map.of("at", System.currentTimeMillis(), "counts", quarter)) + "\n")
                    .getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long sent() {
        return sent.get();
    }

    public long failed() {
        return failed.get();
    }

    /** How the first failed request failed; empty for none. */
    public synchronized String firstFailure() {
        return firstFailure;
    }

    /** Sends no more, and gives requests under way five seconds. */
    @Override
    public void close() {
        clock.shutdownNow();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (open.get() > 0 && System.nanoTime() < until) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        write();
    }
}
