package io.jenkins.plugins.ecsrelease.engine.service.look;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deployments of a service, the newest first. */
public record History(List<Entry> entries) {

    private static final Set<String> OVER = Set.of("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED");

    public History {
        entries = List.copyOf(entries);
    }

    /** @param taskDefinition of the target revision; empty where AWS no longer tells */
    public record Entry(String arn, String status, String reason, Instant createdAt, String revision, String taskDefinition) {

        /** Whether it may still change something: also where the status is one that nobody knows yet. */
        public boolean inFlight() {
            return !OVER.contains(status);
        }
    }

    public List<String> arns() {
        return entries.stream().map(Entry::arn).toList();
    }

    public Optional<Entry> inFlight() {
        return entries.stream().filter(Entry::inFlight).findFirst();
    }

    /** Whether a status is one of the four that end a deployment. */
    public static boolean over(String status) {
        return OVER.contains(status);
    }
}
