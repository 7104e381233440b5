package io.jenkins.plugins.ecsrelease.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Images;
import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands images to container agents. */
public final class Pulls implements Images {

    /** Offers the registry to whatever runs tasks. */
    public static final class Offer implements Images.In {
        @Override
        public Images in(World world) {
            return new Pulls(world);
        }
    }

    private static final Pattern REFERENCE = Pattern.compile(
            "(?<host>[^/@]+)/(?<name>[^:@]+)(?::(?<tag>[^@]+))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");
    private static final Pattern ECR = Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com");

    private final World world;
    private final Repositories repositories;

    private Pulls(World world) {
        this.world = world;
        repositories = world.part(Repositories.class);
    }

    @Override
    public Optional<Images.Image> pull(String reference, String platform) {
        Matcher parts = REFERENCE.matcher(reference);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Matcher ecr = ECR.matcher(parts.group("host"));
        boolean here = world.part(Place.class).listens()
                && parts.group("host").equals(world.part(Place.class).endpoint().getAuthority());
        if (!ecr.matches() && !here) {
            return Optional.empty();
        }
        Repository repository = (ecr.matches()
                        ? repositories.find(ecr.group(1), ecr.group(2), parts.group("name"))
                        : onThisHost(parts.group("name")))
                .orElseThrow(() -> new PullFailed("pull image manifest has been retried 1 time(s): failed to resolve ref "
                        + reference + ": the repository with name '" + parts.group("name") + "' does not exist"));
        String digest = parts.group("digest");
        String tag = parts.group("tag") == null ? "latest" : parts.group("tag");
        StoredImage image = (digest == null ? repository.tagged(tag) : repository.image(digest))
                .filter(one -> !one.archived())
                .orElseThrow(() -> new PullFailed("pull image manifest has been retried 1 time(s): failed to resolve ref "
                        + reference + ": not found"));
        image.pulledAt = world.time().now();
        return Optional.of(unpacked(repository, image, platform, reference));
    }

    /** The caller's registry; where it has none of this name, the only other one that does. */
    private Optional<Repository> onThisHost(String name) {
        Call call = Call.current();
        Optional<Repository> own = repositories.find(call.account(), call.region(), name);
        return own.isPresent() ? own : repositories.everywhere(name).stream().findFirst();
    }

    private Images.Image unpacked(Repository repository, StoredImage image, String platform, String reference) {
        StoredImage chosen = image;
        if (image.manifest.isIndex()) {
            chosen = image.manifest.children().stream()
                    .filter(child -> child.platform().equals(platform))
                    .findFirst()
                    .flatMap(child -> repository.image(child.digest()))
                    .orElseThrow(() -> new PullFailed("image Manifest does not contain descriptor matching platform '"
                            + platform + "': " + reference));
        }
        try {
            JsonNode config = Manifest.JSON.readTree(repositories.blobs.read(chosen.manifest.config().digest()));
            String built = config.path("os").asText() + "/" + config.path("architecture").asText();
            if (!built.equals("/") && !built.equals(platform)) {
                throw new PullFailed("image Manifest does not contain descriptor matching platform '" + platform + "': "
                        + reference + " is for " + built);
            }
            Path rootfs = Rootfs.of(
                    repositories.blobs, chosen.manifest, chosen.digest,
                    world.part(Place.class).directory().resolve("registry/rootfs"));
            JsonNode run = config.path("config");
            Map<String, String> labels = new LinkedHashMap<>();
            run.path("Labels").fields().forEachRemaining(one -> labels.put(one.getKey(), one.getValue().asText()));
            return new Images.Image(
                    image.digest, chosen.digest, labels, texts(run.path("Env")), texts(run.path("Entrypoint")),
                    texts(run.path("Cmd")), run.path("WorkingDir").asText(""), run.path("User").asText(""), rootfs);
        } catch (IOException e) {
            throw new PullFailed("failed to unpack image " + reference + ": " + e.getMessage());
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return List.copyOf(texts);
    }
}
