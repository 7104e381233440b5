package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A user or a role: what policies hang on. */
final class Entity {

    final String name;
    final String path;
    final String arn;
    final String id;
    final Instant created;
    final Map<String, String> tags = new TreeMap<>();
    final Map<String, String> inline = new TreeMap<>();
    final Set<String> attached = new LinkedHashSet<>();
    String boundary;

    /** Roles only. */
    String trust;

    String description;
    int maxSessionSeconds = 3600;

    Entity(String name, String path, String arn, String id, Instant created) {
        this.name = name;
        this.path = path;
        this.arn = arn;
        this.id = id;
        this.created = created;
    }
}
