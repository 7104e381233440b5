package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Issued;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** ECR's authorization tokens: a password of user AWS that opens one account's registry in one region for twelve hours. */
final class Tokens {

    private static final Duration LIFE = Duration.ofHours(12);

    /**
     * @param principal the ARN that asked for it
     * @param keyId of the access key that it asked with, whose policies bind what is done with the token
     */
    record Token(String account, String region, String principal, String keyId, Instant expires) {}

    private final World world;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    Tokens(World world) {
        this.world = world;
    }

    /** A new one, as GetAuthorizationToken gives it: base64 of user and password. */
    String issue(String account, String region, String principal, String keyId) {
        String password = "sbox-" + UUID.randomUUID() + "-" + UUID.randomUUID();
        world.part(Issued.class).add("registry password", password);
        tokens.put(password, new Token(account, region, principal, keyId, expiry()));
        String token = Base64.getEncoder().encodeToString(("AWS:" + password).getBytes(StandardCharsets.UTF_8));
        world.part(Issued.class).add("registry token", token);
        return token;
    }

    Instant expiry() {
        return world.time().now().plus(LIFE);
    }

    /** Whose token the header of an HTTP request carries; empty when it is missing, unknown or expired. */
    Optional<Token> of(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair = new String(Base64.getDecoder().decode(authorization.substring(6).trim()), StandardCharsets.UTF_8);
            if (!pair.startsWith("AWS:")) {
                return Optional.empty();
            }
            return Optional.ofNullable(tokens.get(pair.substring(4)))
                    .filter(token -> world.time().now().isBefore(token.expires()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
