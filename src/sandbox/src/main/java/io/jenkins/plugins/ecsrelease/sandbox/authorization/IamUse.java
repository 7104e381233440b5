package io.jenkins.plugins.ecsrelease.sandbox.authorization;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which actions each identity used, and which it was denied: what a least-privilege policy is held against. */
public final class IamUse {

    /**
     * @param source the ARN of the user or role whose policies said no
     * @param because AWS's words
     */
    public record Denial(Instant at, String principal, String source, String action, String resource, String because) {}

    /** Resources for each action; tasks come and go, and a sandbox may live long. */
    private static final int KEPT = 200;

    private final World world;
    private final Map<String, Map<String, Set<String>>> used = new TreeMap<>();
    private final List<Denial> denied = new ArrayList<>();

    IamUse(World world) {
        this.world = world;
    }

    /** Something was allowed by the policies of this user or role. */
    public synchronized void used(String source, String action, String resource) {
        Set<String> resources =
                used.computeIfAbsent(source, none -> new TreeMap<>()).computeIfAbsent(action, none -> new TreeSet<>());
        if (resources.size() < KEPT) {
            resources.add(resource);
        }
    }

    /** Something was denied to this principal by the policies of its user or role. */
    public synchronized void denied(String principal, String source, String action, String resource, String because) {
        denied.add(new Denial(world.time().now(), principal, source, action, resource, because));
    }

    /** By user or role: action to the resources that it was allowed on, the first two hundred of each. */
    public synchronized Map<String, Map<String, Set<String>>> used() {
        Map<String, Map<String, Set<String>>> copy = new TreeMap<>();
        used.forEach((source, actions) -> copy.put(source, new TreeMap<>(actions)));
        return copy;
    }

    public synchronized List<Denial> denied() {
        return List.copyOf(denied);
    }
}
