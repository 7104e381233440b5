package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret that this world gave to anybody, so that a test can search for them where none may be: secrets and session
 * tokens of access keys, the registry's passwords, tokens of ECS Exec sessions. The world is on loopback and opens nothing.
 */
public final class Issued {

    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    Issued(World world) {}

    /** @param kind for people: "secret access key" */
    public void add(String kind, String secret) {
        if (!secret.isEmpty()) {
            secrets.put(secret, kind);
        }
    }

    /** Secret to kind. */
    public Map<String, String> all() {
        return Map.copyOf(secrets);
    }
}
