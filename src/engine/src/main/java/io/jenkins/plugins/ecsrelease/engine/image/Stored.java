package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.Image;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** Reads images out of ECR: manifests by its API, blobs by the addresses it gives out. */
final class Stored {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONFIG_LIMIT = 8 << 20;
    private static final int MOST = 100;

    private final EcrClient ecr;
    private final String repository;

    Stored(Tools tools, String repository) {
        this.ecr = tools.client(EcrClient.class);
        this.repository = repository;
    }

    /**
     * A manifest as it is stored, checked against its digest.
     *
     * @param reference a digest or a tag
     */
    Optional<Text> manifest(String reference) throws IOException {
        ImageIdentifier id = Names.isDigest(reference)
                ? ImageIdentifier.builder().imageDigest(reference).build()
                : ImageIdentifier.builder().imageTag(reference).build();
        BatchGetImageResponse answer = ecr.batchGetImage(get -> get.repositoryName(repository)
                .imageIds(id)
                .acceptedMediaTypes(Manifest.ACCEPTED));
        if (answer.images().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(checked(answer.images().get(0)));
    }

    private Text checked(Image image) throws IOException {
        Text text = new Text(image.imageId().imageDigest(), image.imageManifest(), image.imageManifestMediaType());
        String actual = Digests.of(text.text().getBytes(StandardCharsets.UTF_8));
        if (!actual.equals(text.digest())) {
            throw new IOException("ECR gave a manifest of " + repository + " with the digest " + actual + " as "
                    + text.digest() + ".");
        }
        return text;
    }

    /** What these tags name, in the order of the tags; those that are free are missing. A hundred a call. */
    Map<String, Text> tagged(List<String> tags) throws IOException {
        Map<String, Text> found = new HashMap<>();
        for (int from = 0; from < tags.size(); from += MOST) {
            List<ImageIdentifier> ids = tags.subList(from, Math.min(tags.size(), from + MOST)).stream()
                    .map(tag -> ImageIdentifier.builder().imageTag(tag).build()).toList();
            for (Image image : ecr.batchGetImage(get -> get.repositoryName(repository).imageIds(ids).acceptedMediaTypes(Manifest.ACCEPTED)).images()) {
                found.put(image.imageId().imageTag(), checked(image));
            }
        }
        Map<String, Text> ordered = new LinkedHashMap<>();
        tags.stream().filter(found::containsKey).forEach(tag -> ordered.put(tag, found.get(tag)));
        return ordered;
    }

    /** @param mediaType as ECR keeps it; may be null for images pushed long ago */
    record Text(String digest, String text, String mediaType) {
        Manifest read() throws IOException {
            return Manifest.read(text, mediaType);
        }
    }

    /** The configuration of an image: environment, user, ports, labels, history. */
    JsonNode config(Manifest manifest) throws IOException {
        try (InputStream in = blob(manifest.config().digest())) {
            byte[] bytes = in.readNBytes(CONFIG_LIMIT);
            if (!Digests.of(bytes).equals(manifest.config().digest())) {
                throw new IOException("The configuration " + manifest.config().digest() + " arrived damaged.");
            }
            return JSON.readTree(bytes);
        }
    }

    /** A blob's bytes, not checked here; closed by the caller. */
    InputStream blob(String digest) throws IOException {
        String url = ecr.getDownloadUrlForLayer(get -> get.repositoryName(repository).layerDigest(digest)).downloadUrl();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(10)).build();
        try {
            HttpResponse<InputStream> answer = Wire.CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                answer.body().close();
                throw new IOException("The layer " + digest + " of " + repository + " could not be read: HTTP status "
                        + answer.statusCode() + ".");
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the layer " + digest + " was read.", e);
        }
    }
}
