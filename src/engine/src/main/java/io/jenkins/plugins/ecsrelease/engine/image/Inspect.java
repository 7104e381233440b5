package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says what the image is made of, warns of what is seldom meant, and finds the images that a scan has to look at: of an
 * index each platform's, since scanners do not look into an index.
 *
 * @param reused whether the image was there before
 * @param since when it was first asked; null before
 */
public record Inspect(Commission commission, String digest, boolean reused, Instant since) implements Await {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private ImageContents question() {
        return new ImageContents(commission.order().repository(), digest);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return "Reading what " + commission.image() + " is made of";
    }

    @Override
    public Turn next(View view) {
        Instant first = since == null ? view.now() : since;
        Answer<ImageContents.Of> answer = view.of(question());
        if (answer instanceof Answer.Known<ImageContents.Of> known) {
            List<Fact> facts = new ArrayList<>();
            known.value().images().forEach(image -> facts.addAll(facts(image)));
            List<String> images = known.value().images().stream().map(ImageContents.Single::digest).toList();
            if (images.isEmpty()) {
                return Turn.to(new Ended(commission.failed(
                        commission.image() + " is an index without an image that could run.")));
            }
            List<String> platforms = known.value().images().stream().map(ImageContents.Single::platform).toList();
            List<String> missing = commission.order().recipe().platforms().stream()
                    .filter(platform -> platforms.stream().noneMatch(platform::startsWith))
                    .toList();
            if (!missing.isEmpty()) {
                return Turn.to(new Ended(commission.failed(commission.image() + " was to be for " + String.join(", ", missing)
                        + " too, but has " + platforms + " alone: the builder mixed them up. Try another builder.")));
            }
            return new Turn(
                    ScanGate.begin(commission, digest, reused, images), Duration.ZERO, facts, null);
        }
        if (view.now().isAfter(first.plus(PATIENCE))) {
            return Turn.to(new Ended(commission.failed("What " + commission.image() + " is made of could not be read. "
                    + answer.ifUnknown().orElseThrow().full() + commission.stays())));
        }
        return Turn.again(new Inspect(commission, digest, reused, first), Duration.ofSeconds(3));
    }

    private List<Fact> facts(ImageContents.Single image) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("image", commission.site().name() + "@" + image.digest());
        details.put("platform", image.platform());
        details.put("bytes", image.bytes());
        details.put("layers", image.layers());
        details.put("user", image.user());
        details.put("ports", image.ports());
        details.put("base", image.base());
        details.put("baseName", image.baseName());
        details.put("suspicious", image.suspicious());
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of("image", image.platform() + ": " + size(image.bytes()) + " in " + image.layers() + " layers"
                + ", user " + (image.user().isEmpty() ? "root" : image.user())
                + (image.ports().isEmpty() ? "" : ", ports " + String.join(" ", image.ports()))
                + (image.baseName().isEmpty() ? "" : ", from " + image.baseName())
                + (image.base().isEmpty() ? "" : " (" + Digests.brief(image.base()) + ")") + ".", details));
        if (image.root()) {
            facts.add(Stages.warning("The image runs as root. Give it a user: USER 1000 in the last stage of the Dockerfile."));
        }
        if (reused && image.baseName().endsWith(":latest")) {
            facts.add(Stages.warning(Stages.movingBase(image.baseName())));
        }
        if (!image.suspicious().isEmpty()) {
            facts.add(Stages.warning("These files in its layers look like secrets, and everybody who can pull the image can read"
                    + " them: " + String.join(", ", image.suspicious())
                    + ". Keep them out with .dockerignore, and mount build secrets instead of copying them."));
        }
        if (!image.unread().isEmpty()) {
            facts.add(Stages.warning("The layers were not looked through for secrets: " + image.unread() + "."));
        }
        return facts;
    }

    static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
