package io.jenkins.plugins.ecsrelease.sandbox.control.iam;

import io.jenkins.plugins.ecsrelease.sandbox.policy.Decision;
import io.jenkins.plugins.ecsrelease.sandbox.policy.Policy;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Users, roles, policies and providers of every account of a world; IAM knows no region. */
public final class Identities {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One account. */
    static final class Account {
        final Map<String, Entity> users = new TreeMap<>();
        final Map<String, Entity> roles = new TreeMap<>();
        final Map<String, ManagedPolicy> policies = new LinkedHashMap<>();
        final Map<String, Provider> providers = new TreeMap<>();
        final Map<String, List<String>> accessKeys = new TreeMap<>();
    }

    private final Map<String, Account> accounts = new TreeMap<>();
    private final Map<String, ManagedPolicy> shared = AwsManaged.policies();

    Identities(World world) {}

    synchronized Account account(String number) {
        return accounts.computeIfAbsent(number, made -> new Account());
    }

    /** Null where there is none. */
    ManagedPolicy policy(String arn) {
        ManagedPolicy policy = shared.get(arn);
        if (policy == null && arn.matches("arn:aws:iam::\\d{12}:policy/.+")) {
            policy = account(arn.split(":")[4]).policies.get(arn);
        }
        return policy;
    }

    List<ManagedPolicy> shared() {
        return List.copyOf(shared.values());
    }

    /** A new unique id such as AROA…, AIDA…, ANPA…. */
    static String id(String prefix) {
        StringBuilder id = new StringBuilder(prefix);
        while (id.length() < 21) {
            id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /** A role that can be assumed; its path is part of the ARN. */
    public record Role(String arn, String name, String id, String account, String trust, int maxSessionSeconds) {}

    public Optional<Role> role(String arn) {
        if (!arn.matches("arn:aws:iam::\\d{12}:role/.+")) {
            return Optional.empty();
        }
        String account = arn.split(":")[4];
        Entity role = account(account).roles.get(arn.substring(arn.lastIndexOf('/') + 1));
        return role == null || !role.arn.equals(arn)
                ? Optional.empty()
                : Optional.of(new Role(role.arn, role.name, role.id, account, role.trust, role.maxSessionSeconds));
    }

    /** Whether an account has an OpenID Connect provider for this issuer that takes tokens for this audience. */
    public boolean trustsToken(String providerArn, String issuer, String audience) {
        if (!providerArn.matches("arn:aws:iam::\\d{12}:oidc-provider/.+")) {
            return false;
        }
        Provider provider = account(providerArn.split(":")[4]).providers.get(providerArn);
        return provider != null && provider.url().equals(issuer) && provider.clientIds().contains(audience);
    }

    Optional<Entity> entity(String arn) {
        if (!arn.matches("arn:aws:iam::\\d{12}:(user|role)/.+")) {
            return Optional.empty();
        }
        Account account = account(arn.split(":")[4]);
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        Entity entity = (arn.contains(":user/") ? account.users : account.roles).get(name);
        return entity == null || !entity.arn.equals(arn) ? Optional.empty() : Optional.of(entity);
    }

    /** The tags of a user or role, which policies see as aws:PrincipalTag. */
    public Map<String, String> tags(String arn) {
        return entity(arn).map(entity -> Map.copyOf(entity.tags)).orElse(Map.of());
    }

    /** The policies that bind a key, by kind. */
    public List<Decision.Layer> layers(AccessKeys.Key key) {
        List<Decision.Layer> layers = new ArrayList<>(layers(key.source()));
        if (!key.sessionPolicy().isEmpty()) {
            layers.add(new Decision.Layer("session policy", List.of(parsed(key.sessionPolicy()))));
        }
        return layers;
    }

    /** The policies of a user or role; those of one that does not exist allow nothing. */
    public List<Decision.Layer> layers(String arn) {
        List<Policy> own = new ArrayList<>();
        List<Policy> boundary = null;
        Optional<Entity> found = entity(arn);
        if (found.isPresent()) {
            Entity entity = found.get();
            entity.inline.values().forEach(document -> own.add(parsed(document)));
            entity.attached.forEach(attached -> own.add(parsed(policy(attached).document())));
            if (entity.boundary != null) {
                boundary = List.of(parsed(policy(entity.boundary).document()));
            }
        }
        return List.of(new Decision.Layer("identity-based policy", own), new Decision.Layer("permissions boundary", boundary));
    }

    private static Policy parsed(String document) {
        try {
            return Policy.ofIdentity(document);
        } catch (Policy.Malformed e) {
            throw new IllegalStateException("A malformed policy was stored", e);
        }
    }
}
