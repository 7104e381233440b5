package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A policy of its own, with up to five versions of which one is in force. */
final class ManagedPolicy {

    record Version(String document, Instant created) {}

    final String name;
    final String path;
    final String arn;
    final String id;
    final String description;
    final Instant created;
    final Map<String, String> tags = new TreeMap<>();
    final TreeMap<Integer, Version> versions = new TreeMap<>();
    Instant updated;
    int inForce = 1;
    int last = 1;

    ManagedPolicy(String name, String path, String arn, String id, String description, String document, Instant created) {
        this.name = name;
        this.path = path;
        this.arn = arn;
        this.id = id;
        this.description = description;
        this.created = created;
        updated = created;
        versions.put(1, new Version(document, created));
    }

    String document() {
        return versions.get(inForce).document();
    }
}
