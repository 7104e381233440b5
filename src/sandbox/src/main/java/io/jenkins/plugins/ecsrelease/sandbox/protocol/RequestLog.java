package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was asked, reads and refused calls included; the last 100,000. What was changed is in the world's
 * {@link io.jenkins.plugins.ecsrelease.sandbox.world.Ledger}.
 */
public final class RequestLog {

    private static final int KEPT = 100_000;

    /**
     * @param status of the HTTP answer, lost ones included
     * @param error AWS's code; empty for none
     * @param struck the fault that struck it; empty for none
     * @param micros real time until the answer was ready
     */
    public record Entry(
            Instant at, String service, String operation, String region, String principal, String requestId, int status,
            String error, String struck, long micros) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long total;

    RequestLog(World world) {}

    synchronized void add(Entry entry) {
        total++;
        entries.addLast(entry);
        if (entries.size() > KEPT) {
            entries.removeFirst();
        }
    }

    public synchronized List<Entry> entries() {
        return new ArrayList<>(entries);
    }

    /** The calls after the first {@code count} that ever were, as far as they are kept. */
    public synchronized List<Entry> since(long count) {
        long skipped = total - entries.size();
        return entries.stream().skip(Math.max(0, count - skipped)).toList();
    }

    /** How many calls there were, those no longer kept included. */
    public synchronized long total() {
        return total;
    }
}
