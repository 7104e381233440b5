package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import java.time.Instant;
import java.util.List;

/**
 * The deployments that were there before a change: whatever a later look finds beside them is new. Only the newest are
 * kept, by AWS's own clock.
 *
 * @param since deployments created at or before this time are old; null when there was none
 */
public record Baseline(Instant since, List<String> arns) {

    public static Baseline of(History history) {
        if (history.entries().isEmpty() || history.entries().get(0).createdAt() == null) {
            return new Baseline(null, history.arns());
        }
        Instant since = history.entries().get(0).createdAt().minusSeconds(1);
        return new Baseline(since, history.entries().stream()
                .filter(entry -> entry.createdAt() == null || !entry.createdAt().isBefore(since))
                .map(History.Entry::arn)
                .toList());
    }

    /** Those of a later look that were not there before, the newest first. */
    public List<History.Entry> newIn(History later) {
        return later.entries().stream()
                .filter(entry -> !arns.contains(entry.arn()))
                .filter(entry -> since == null || entry.createdAt() == null || entry.createdAt().isAfter(since))
                .toList();
    }
}
