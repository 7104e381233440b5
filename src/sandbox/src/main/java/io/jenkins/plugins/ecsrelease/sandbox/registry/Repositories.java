package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The private registries of a world: one for each account and region, as at AWS. On this machine all share one host; who
 * is meant is told by the caller's credentials. A part of the world.
 */
final class Repositories {

    /** Settings of one private registry. */
    static final class Registry {
        String scanType = "BASIC";
        /** Filter to frequency. */
        final Map<String, String> scanRules = new LinkedHashMap<>();
        final Map<String, String> settings = new HashMap<>();
        /** Who signs what is pushed; null for nobody. */
        software.amazon.awssdk.services.ecr.model.SigningConfiguration signing;
    }

    final World world;
    final Blobs blobs;
    private final Map<String, Repository> repositories = new LinkedHashMap<>();
    private final Map<String, Registry> registries = new HashMap<>();

    Repositories(World world) {
        this.world = world;
        blobs = new Blobs(world);
    }

    Registry registry(String account, String region) {
        return registries.computeIfAbsent(account + "/" + region, key -> new Registry());
    }

    Optional<Repository> find(String account, String region, String name) {
        return Optional.ofNullable(repositories.get(key(account, region, name)));
    }

    List<Repository> all(String account, String region) {
        return repositories.values().stream()
                .filter(one -> one.account.equals(account) && one.region.equals(region))
                .sorted(java.util.Comparator.comparing(one -> one.name))
                .toList();
    }

    List<Repository> everywhere(String name) {
        return repositories.values().stream().filter(one -> one.name.equals(name)).toList();
    }

    void add(Repository repository) {
        repositories.put(key(repository.account, repository.region, repository.name), repository);
    }

    void remove(Repository repository) {
        repositories.remove(key(repository.account, repository.region, repository.name));
    }

    /** Host of a registry: AWS's own name where the sandbox has no socket that a builder could push to. */
    String host(String account, String region) {
        Place place = world.part(Place.class);
        return place.listens()
                ? place.endpoint().getAuthority()
                : account + ".dkr.ecr." + region + ".amazonaws.com";
    }

    String uri(Repository repository) {
        return host(repository.account, repository.region) + "/" + repository.name;
    }

    /** BASIC: on push where the repository says so. ENHANCED, or basic by rules of the registry: by the first that fits. */
    String scanFrequency(Repository repository) {
        Registry registry = registry(repository.account, repository.region);
        for (Map.Entry<String, String> rule : new ArrayList<>(registry.scanRules.entrySet())) {
            if (Repository.matches(rule.getKey(), repository.name)) {
                return rule.getValue();
            }
        }
        return registry.scanType.equals("BASIC") && repository.scanOnPush ? "SCAN_ON_PUSH" : "MANUAL";
    }

    private static String key(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }
}
