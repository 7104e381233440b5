package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** BatchGetImage, then each configuration and the file names of each layer. */
final class ImageContentsLoader implements Loader<ImageContents, ImageContents.Of> {

    private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";
    private static final String BASE_NAME = "org.opencontainers.image.base.name";

    @Override
    public Class<ImageContents> question() {
        return ImageContents.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ImageContents, Answer<ImageContents.Of>> load(Tools tools, Set<ImageContents> questions) throws IOException {
        ImageContents asked = questions.iterator().next();
        Stored stored = new Stored(tools, asked.repository());
        Optional<Stored.Text> text = stored.manifest(asked.digest());
        if (text.isEmpty()) {
            return Map.of(asked, missing(asked, asked.digest()));
        }
        Manifest manifest = text.get().read();
        List<ImageContents.Single> images = new ArrayList<>();
        if (!manifest.isIndex()) {
            images.add(single(stored, asked.digest(), manifest));
        }
        for (Manifest.Part child : manifest.children()) {
            if (child.attestation()) {
                continue;
            }
            Optional<Stored.Text> one = stored.manifest(child.digest());
            if (one.isEmpty()) {
                return Map.of(asked, missing(asked, child.digest()));
            }
            images.add(single(stored, child.digest(), one.get().read()));
        }
        return Map.of(asked, Answer.known(new ImageContents.Of(manifest.isIndex(), List.copyOf(images))));
    }

    private static Answer<ImageContents.Of> missing(ImageContents asked, String digest) {
        return Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, digest + " is not in the repository " + asked.repository()
                + "."));
    }

    private static ImageContents.Single single(Stored stored, String digest, Manifest manifest) throws IOException {
        JsonNode config = stored.config(manifest);
        List<String> ports = new ArrayList<>();
        config.path("config").path("ExposedPorts").fieldNames().forEachRemaining(ports::add);
        JsonNode labels = config.path("config").path("Labels");
        LayerNames names = LayerNames.of(stored, manifest);
        return new ImageContents.Single(
                digest, config.path("os").asText() + "/" + config.path("architecture").asText(),
                manifest.layers().stream().mapToLong(Manifest.Part::size).sum(), manifest.layers().size(),
                config.path("config").path("User").asText(""), List.copyOf(ports),
                first(manifest.annotations(), labels, BASE_DIGEST), first(manifest.annotations(), labels, BASE_NAME),
                names.suspicious(), names.unread());
    }

    private static String first(JsonNode annotations, JsonNode labels, String key) {
        return annotations.path(key).asText(labels.path(key).asText(""));
    }
}
