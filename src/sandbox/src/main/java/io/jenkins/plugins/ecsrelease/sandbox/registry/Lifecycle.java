package io.jenkins.plugins.ecsrelease.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A lifecycle policy. Rules are taken by priority, and an image is touched by the first that selects it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html">Parameters</a>
 */
record Lifecycle(List<Rule> rules) {

    private record Rule(
            int priority, String tagStatus, List<String> prefixes, List<String> patterns, String countType, int count,
            boolean archive) {

        boolean selects(StoredImage image) {
            return switch (tagStatus) {
                case "untagged" -> image.tags.isEmpty();
                case "tagged" -> !image.tags.isEmpty()
                        && (prefixes.isEmpty()
                                || prefixes.stream().allMatch(prefix ->
                                        image.tags.stream().anyMatch(tag -> tag.startsWith(prefix))))
                        && (patterns.isEmpty()
                                || patterns.stream().allMatch(pattern ->
                                        image.tags.stream().anyMatch(tag -> Repository.matches(pattern, tag))));
                default -> true;
            };
        }
    }

    /** @param archive moved to the archive rather than expired */
    record Doomed(StoredImage image, int priority, boolean archive) {}

    static Lifecycle read(String text) throws IOException {
        JsonNode root = Manifest.JSON.readTree(text == null ? "" : text);
        if (!root.path("rules").isArray() || root.path("rules").isEmpty()) {
            throw new IOException("a policy has rules");
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : root.path("rules")) {
            JsonNode selection = node.path("selection");
            Rule rule = new Rule(
                    node.path("rulePriority").asInt(), selection.path("tagStatus").asText(),
                    texts(selection.path("tagPrefixList")), texts(selection.path("tagPatternList")),
                    selection.path("countType").asText(), selection.path("countNumber").asInt(),
                    node.path("action").path("type").asText().equals("transition"));
            boolean knownCount = Set.of("imageCountMoreThan", "sinceImagePushed", "sinceImagePulled")
                    .contains(rule.countType());
            if (rule.priority() < 1 || !Set.of("tagged", "untagged", "any").contains(rule.tagStatus()) || !knownCount
                    || rule.count() < 1) {
                throw new IOException("a rule needs rulePriority, tagStatus, countType and countNumber");
            }
            rules.add(rule);
        }
        rules.sort(Comparator.comparingInt(Rule::priority));
        return new Lifecycle(List.copyOf(rules));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return List.copyOf(texts);
    }

    List<Doomed> doomed(Repository repository, Instant now) {
        List<Doomed> doomed = new ArrayList<>();
        Set<StoredImage> taken = new HashSet<>();
        for (Rule rule : rules) {
            List<StoredImage> selected = repository.images.values().stream()
                    .filter(rule::selects)
                    .filter(image -> !image.archived())
                    .filter(image -> !ImageCalls.referenced(repository, image))
                    .sorted(Comparator.comparing((StoredImage image) -> image.pushedAt).reversed())
                    .toList();
            for (int i = 0; i < selected.size(); i++) {
                StoredImage image = selected.get(i);
                boolean hit = switch (rule.countType()) {
                    case "imageCountMoreThan" -> i >= rule.count();
                    case "sinceImagePushed" -> image.pushedAt.plus(Duration.ofDays(rule.count())).isBefore(now);
                    default -> (image.pulledAt == null ? image.pushedAt : image.pulledAt)
                            .plus(Duration.ofDays(rule.count()))
                            .isBefore(now);
                };
                if (hit && taken.add(image)) {
                    doomed.add(new Doomed(image, rule.priority(), rule.archive()));
                }
                taken.add(image);
            }
        }
        return List.copyOf(doomed);
    }
}
