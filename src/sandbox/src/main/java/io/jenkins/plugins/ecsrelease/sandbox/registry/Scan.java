package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.time.Instant;
import java.util.List;

/** A scan of one image, as far as it has come. */
final class Scan {

    String status;
    String description;
    final String type;
    final Instant startedAt;
    Instant completedAt;
    /** AWS reports a scan complete some seconds before it shows what was found. */
    Instant shownFrom;
    List<Vulnerability.Found> found = List.of();

    Scan(String type, String status, String description, Instant startedAt) {
        this.type = type;
        this.status = status;
        this.description = description;
        this.startedAt = startedAt;
    }

    List<Vulnerability.Found> shown(Instant now) {
        return shownFrom == null || now.isBefore(shownFrom) ? List.of() : found;
    }
}
