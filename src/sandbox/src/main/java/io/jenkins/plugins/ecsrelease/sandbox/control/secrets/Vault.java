package io.jenkins.plugins.ecsrelease.sandbox.control.secrets;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The secrets of a world, by account and region. */
public final class Vault {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final World world;
    private final Map<String, Map<String, Secret>> places = new TreeMap<>();

    Vault(World world) {
        this.world = world;
    }

    /** By name, of the calling account and region. */
    Map<String, Secret> here() {
        return at(Call.current().account(), Call.current().region());
    }

    private Map<String, Secret> at(String account, String region) {
        return places.computeIfAbsent(account + " " + region, place -> new TreeMap<>());
    }

    Secret make(String name) {
        Call call = Call.current();
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            suffix.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        String arn = "arn:aws:secretsmanager:" + call.region() + ":" + call.account() + ":secret:" + name + "-" + suffix;
        Secret secret = new Secret(name, arn, world.time().now());
        here().put(name, secret);
        return secret;
    }

    /** A secret by name, ARN, or ARN without its random end; null where there is none. */
    Secret find(String account, String region, String id) {
        if (!id.startsWith("arn:")) {
            return at(account, region).get(id);
        }
        String[] parts = id.split(":", 7);
        if (parts.length < 7) {
            return null;
        }
        return at(parts[4], parts[3]).values().stream()
                .filter(secret -> secret.arn.equals(id) || secret.arn.replaceFirst("-[^-]{6}$", "").equals(id))
                .findFirst().orElse(null);
    }

    /** The whole ARN of a secret, its random end included; empty where there is none. */
    public Optional<String> arn(String account, String region, String id) {
        Secret secret = find(account, region, id);
        return Optional.ofNullable(secret == null ? null : secret.arn);
    }

    /** A secret that another service keeps for the caller, as RDS does; returns its ARN. */
    public String keep(String name, String description, String value) {
        Secret secret = make(name);
        secret.description = description;
        secret.owningService = "rds";
        secret.add(new Secret.Version(UUID.randomUUID().toString(), value, null, world.time().now()), Set.of("AWSCURRENT"));
        return secret.arn;
    }

    /**
     * The current text of a secret, as a task is given it.
     *
     * @param id name or ARN
     * @return empty where there is no such secret, it has no text, or it is marked for deletion
     */
    public Optional<String> text(String account, String region, String id) {
        Secret secret = find(account, region, id);
        Secret.Version version = secret == null || secret.deleted != null ? null : secret.staged("AWSCURRENT");
        return Optional.ofNullable(version == null ? null : version.text);
    }
}
