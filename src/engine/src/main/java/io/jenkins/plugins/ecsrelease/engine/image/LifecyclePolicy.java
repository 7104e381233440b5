package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/**
 * What a repository's lifecycle policy will do to an image. Rules apply by priority, and an image that a rule selects is
 * out of reach of the later ones. ECR's own preview would answer too, but it has to be started, and ours only reads.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html">Parameters of
 *     lifecycle policies</a>
 */
record LifecyclePolicy(List<Rule> rules) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @param used when it was last pulled, or pushed where it never was
     * @param archived whether it is in the archive, which rules reach apart from everything else
     */
    record Image(String digest, List<String> tags, Instant pushed, Instant used, boolean archived) {
        static Image of(ImageDetail detail) {
            Instant pushed = detail.imagePushedAt() == null ? Instant.EPOCH : detail.imagePushedAt();
            return new Image(
                    detail.imageDigest(), detail.imageTags(), pushed,
                    detail.lastRecordedPullTime() == null ? pushed : detail.lastRecordedPullTime(),
                    "ARCHIVED".equals(detail.imageStatusAsString()));
        }
    }

    record Rule(
            int priority, String tagStatus, List<Pattern> patterns, boolean inArchive, String countType, long count,
            boolean archives, String description) {

        boolean selects(Image image) {
            return image.archived() == inArchive && switch (tagStatus) {
                case "untagged" -> image.tags().isEmpty();
                case "tagged" -> !image.tags().isEmpty()
                        && patterns.stream().allMatch(pattern ->
                                image.tags().stream().anyMatch(tag -> pattern.matcher(tag).matches()));
                default -> true;
            };
        }

        /** When this rule reaches an image, given those it selects, youngest first; null for not while things stay so. */
        Instant due(List<Image> selected, Image image) {
            return switch (countType) {
                case "imageCountMoreThan" -> selected.indexOf(image) >= count ? Instant.EPOCH : null;
                case "sinceImagePulled" -> image.used().plus(Duration.ofDays(count));
                default -> image.pushed().plus(Duration.ofDays(count));
            };
        }
    }

    /** @param due when the rule reaches the image; in the past where ECR only has not come round yet */
    record Fate(String what, Instant due) {}

    static LifecyclePolicy read(String text) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : JSON.readTree(text).path("rules")) {
            JsonNode selection = node.path("selection");
            List<Pattern> patterns = new ArrayList<>();
            selection.path("tagPrefixList").forEach(one -> patterns.add(Pattern.compile(Pattern.quote(one.asText()) + ".*")));
            selection.path("tagPatternList").forEach(one ->
                    patterns.add(Pattern.compile("\\Q" + one.asText().replace("*", "\\E.*\\Q") + "\\E")));
            rules.add(new Rule(
                    node.path("rulePriority").asInt(), selection.path("tagStatus").asText(), List.copyOf(patterns),
                    selection.path("storageClass").asText("standard").equals("archive"),
                    selection.path("countType").asText(), selection.path("countNumber").asLong(),
                    node.path("action").path("type").asText().equals("transition"), node.path("description").asText("")));
        }
        rules.sort(Comparator.comparingInt(Rule::priority));
        return new LifecyclePolicy(List.copyOf(rules));
    }

    /** What happens to the image if nothing else changes; empty when nothing does. */
    Optional<Fate> fate(String digest, List<Image> images) {
        List<Image> left = new ArrayList<>(images);
        left.sort(Comparator.comparing(Image::pushed).reversed());
        for (Rule rule : rules) {
            List<Image> selected = left.stream().filter(rule::selects).toList();
            Optional<Image> image = selected.stream().filter(one -> one.digest().equals(digest)).findFirst();
            if (image.isPresent()) {
                Instant due = rule.due(selected, image.get());
                return due == null ? Optional.empty() : Optional.of(new Fate(
                        "rule " + rule.priority() + " of the repository's lifecycle policy"
                                + (rule.description().isEmpty() ? "" : " (" + rule.description() + ")")
                                + (rule.archives() ? " archives it" : " deletes it"), due));
            }
            left.removeAll(selected);
        }
        return Optional.empty();
    }
}
