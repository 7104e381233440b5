package io.jenkins.plugins.ecsrelease.engine.service.look;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.image.ImageTruth;
import io.jenkins.plugins.ecsrelease.engine.image.ImageTruthLoader;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.service.Image;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchGetImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageFailure;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * BatchGetImage by digest, in the image's own region and registry; then what ECR says of its storage and of the repository's
 * lifecycle policy, since an archived image does not run, and one that is about to expire soon does not either.
 */
public final class ImageLoader implements Loader<ImageLook, KnownImage> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MEDIA_TYPES = List.of(
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    @Override
    public Class<ImageLook> question() {
        return ImageLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ImageLook, Answer<KnownImage>> load(Tools tools, Set<ImageLook> questions) throws IOException {
        Map<ImageLook, Answer<KnownImage>> answers = new HashMap<>();
        for (ImageLook look : questions) {
            answers.put(look, load(tools, Image.byDigest(look.reference()), look.staying()));
        }
        return answers;
    }

    private static Answer<KnownImage> load(Tools tools, Image image, boolean staying) throws IOException {
        EcrClient ecr = in(tools, image.region()).client(EcrClient.class);
        BatchGetImageResponse response = ecr.batchGetImage(request ->
                request.registryId(image.account())
                        .repositoryName(image.repository())
                        .imageIds(ImageIdentifier.builder().imageDigest(image.digest()).build())
                        .acceptedMediaTypes(MEDIA_TYPES));
        if (response.images().isEmpty()) {
            String why = response.failures().isEmpty() ? "" : reason(response.failures().get(0));
            return Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "The image " + image.reference()
                    + " is not in Amazon ECR" + why + "."));
        }
        List<KnownImage.Platform> platforms = platforms(response.images().get(0).imageManifest());
        if (!staying) {
            return Answer.known(new KnownImage(image.digest(), platforms));
        }
        ImageTruth.Told truth = ImageTruthLoader.told(ecr, image.account(), image.repository(), image.digest());
        if (!truth.runnable()) {
            return Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, truth.complaint(
                    "The image " + image.repository() + "@" + image.digest(), Instant.EPOCH)));
        }
        return Answer.known(new KnownImage(image.digest(), platforms, truth));
    }

    private static String reason(ImageFailure failure) {
        return " (" + failure.failureCodeAsString() + (failure.failureReason() == null ? "" : ": " + failure.failureReason()) + ")";
    }

    private static Tools in(Tools tools, String region) {
        Identity identity = tools.identity();
        return region.isEmpty() || region.equals(identity.region())
                ? tools
                : tools.as(identity.in(region));
    }

    /** Platform manifests of an index; what describes a build (platform unknown) is none. */
    static List<KnownImage.Platform> platforms(String manifest) {
        JsonNode manifests;
        try {
            manifests = JSON.readTree(manifest == null ? "{}" : manifest).path("manifests");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The manifest that Amazon ECR returned is not JSON.", e);
        }
        List<KnownImage.Platform> platforms = new ArrayList<>();
        for (JsonNode entry : manifests) {
            String os = EcsJson.text(entry, "platform", "os");
            boolean attestation = "attestation-manifest".equals(
                    EcsJson.text(entry, "annotations", "vnd.docker.reference.type"));
            if (!attestation && !"unknown".equals(os)) {
                platforms.add(new KnownImage.Platform(
                        EcsJson.text(entry, "digest"), os, EcsJson.text(entry, "platform", "architecture")));
            }
        }
        return List.copyOf(platforms);
    }
}
