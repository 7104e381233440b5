package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Every change that was really made to the world by a caller, in order: not requests, and not refused calls. A handler
 * writes an entry in the same breath as it changes its state; a repeated call that AWS would recognise (same client
 * token) changes nothing and writes nothing.
 */
public final class Ledger {

    /**
     * @param principal the caller's ARN
     * @param resource the ARN or name of what was changed
     * @param details plain values that tests and the report look at
     */
    public record Entry(
            Instant at, String service, String operation, String principal, String resource, Map<String, Object> details) {}

    private final Time time;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    Ledger(Time time) {
        this.time = time;
    }

    public void add(String resource, Map<String, Object> details) {
        Call call = Call.current();
        entries.add(new Entry(time.now(), call.service(), call.operation(), call.principal(), resource, Map.copyOf(details)));
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<Entry> of(String operation) {
        return entries.stream().filter(entry -> entry.operation().equals(operation)).toList();
    }
}
