package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A manifest in a repository, with its tags. */
final class StoredImage {

    final String digest;
    final byte[] bytes;
    final Manifest manifest;
    final Instant pushedAt;
    final Set<String> tags = new LinkedHashSet<>();
    String status = "ACTIVE";
    Instant archivedAt;
    Instant activatedAt;
    Instant pulledAt;
    Scan scan;
    /** Profiles of managed signing that sign it. */
    List<String> signers = List.of();

    StoredImage(String digest, byte[] bytes, Manifest manifest, Instant pushedAt) {
        this.digest = digest;
        this.bytes = bytes;
        this.manifest = manifest;
        this.pushedAt = pushedAt;
    }

    /** Compressed size as ECR reports it: layers and configuration; of an index nothing but itself. */
    long size() {
        return manifest.isIndex()
                ? bytes.length
                : manifest.blobs().stream().mapToLong(Manifest.Part::size).sum();
    }

    boolean archived() {
        return status.equals("ARCHIVED");
    }
}
