package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A repository and what it holds. Touched only while no other call runs. */
final class Repository {

    final String account;
    final String region;
    final String name;
    final Instant createdAt;
    String mutability = "MUTABLE";
    List<String> exclusions = new ArrayList<>();
    boolean scanOnPush;
    String lifecyclePolicy;
    Instant lifecycleEvaluatedAt;
    String permissions;
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, StoredImage> images = new LinkedHashMap<>();
    final Set<String> blobs = new HashSet<>();

    Repository(String account, String region, String name, Instant createdAt) {
        this.account = account;
        this.region = region;
        this.name = name;
        this.createdAt = createdAt;
    }

    String arn() {
        return "arn:aws:ecr:" + region + ":" + account + ":repository/" + name;
    }

    Optional<StoredImage> tagged(String tag) {
        return images.values().stream().filter(image -> image.tags.contains(tag)).findFirst();
    }

    Optional<StoredImage> image(String digest) {
        return Optional.ofNullable(images.get(digest));
    }

    /** Whether a tag, once given, stays where it is. */
    boolean holdsFast(String tag) {
        boolean excluded = exclusions.stream().anyMatch(filter -> matches(filter, tag));
        return switch (mutability) {
            case "IMMUTABLE" -> true;
            case "IMMUTABLE_WITH_EXCLUSION" -> !excluded;
            case "MUTABLE_WITH_EXCLUSION" -> excluded;
            default -> false;
        };
    }

    static boolean matches(String filter, String text) {
        StringBuilder pattern = new StringBuilder();
        for (String piece : filter.split("(?<=\\*)|(?=\\*)")) {
            pattern.append(piece.equals("*") ? ".*" : Pattern.quote(piece));
        }
        return Pattern.matches(pattern.toString(), text);
    }
}
