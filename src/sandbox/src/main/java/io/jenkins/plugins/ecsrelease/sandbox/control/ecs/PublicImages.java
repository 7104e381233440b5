package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A public registry of the sandbox's own: {@code public.ecr.aws/sandbox/<name>:<tag>} always exists, whatever the tag, so
 * that a world can be set up without a push. The name tells how its containers behave ({@code web}, {@code unhealthy},
 * {@code timeout}, {@code crashing}, {@code slow}, {@code failing}, {@code overloaded}, {@code leaking}, {@code distroless}); the labels are those of
 * {@link io.jenkins.plugins.ecsrelease.sandbox.traffic.Behaviour}.
 */
final class PublicImages implements Images {

    private static final String REGISTRY = "public.ecr.aws/sandbox/";

    private static final Map<String, Map<String, String>> NAMED = Map.of(
            "web", Map.of(),
            "unhealthy", Map.of("health", "500"),
            "timeout", Map.of("health", "timeout"),
            "crashing", Map.of("crash-after", "3", "exit-code", "1"),
            "slow", Map.of("latency-factor", "3"),
            "failing", Map.of("error-rate", "0.02"),
            "overloaded", Map.of("errors-above", "5"),
            "leaking", Map.of("leak-per-minute", "20"),
            "distroless", Map.of("shell", "none"));

    @Override
    public Optional<Image> pull(String reference, String platform) {
        if (!reference.startsWith(REGISTRY)) {
            return Optional.empty();
        }
        String name = reference.substring(REGISTRY.length()).split("[:@]")[0];
        Map<String, String> behaviour = NAMED.get(name);
        if (behaviour == null) {
            return Optional.empty();
        }
        int at = reference.indexOf('@');
        String digest = at > 0 ? reference.substring(at + 1) : "sha256:" + sha256(reference);
        Map<String, String> labels = new HashMap<>();
        behaviour.forEach((key, value) -> labels.put("ecs-release.sandbox." + key, value));
        return Optional.of(new Image(digest, digest, labels, List.of(), List.of(), List.of("/serve"), "/", "", null));
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
