package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;

/**
 * DescribeImages; then GetLifecyclePolicy, held against all images of the repository. A policy that may not be read is no
 * reason to doubt the image.
 */
public final class ImageTruthLoader implements Loader<ImageTruth, ImageTruth.Told> {

    @Override
    public Class<ImageTruth> question() {
        return ImageTruth.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ImageTruth, Answer<ImageTruth.Told>> load(Tools tools, Set<ImageTruth> questions) throws IOException {
        ImageTruth asked = questions.iterator().next();
        EcrClient ecr = tools.client(EcrClient.class);
        ImageDetail found;
        try {
            found = ecr.describeImages(describe -> describe.repositoryName(asked.repository())
                            .imageIds(id -> id.imageDigest(asked.digest())))
                    .imageDetails()
                    .get(0);
        } catch (ImageNotFoundException e) {
            return Map.of(asked, Answer.known(new ImageTruth.Told("MISSING", "", null)));
        }
        // Registries that do not know storage classes yet leave the status out.
        String status = found.imageStatusAsString() == null ? "ACTIVE" : found.imageStatusAsString();
        Optional<LifecyclePolicy.Fate> fate = fate(ecr, asked);
        return Map.of(asked, Answer.known(new ImageTruth.Told(
                status, fate.map(LifecyclePolicy.Fate::what).orElse(""), fate.map(LifecyclePolicy.Fate::due).orElse(null))));
    }

    /**
     * What keeps a task from starting with an image that is there: for loaders of other rooms that look at one anyway.
     *
     * @param registryId the account of the registry; null for the caller's own
     * @return the complaint of {@link ImageTruth.Told}; empty when it is ACTIVE, or when this identity may not ask
     */
    public static Optional<String> notRunnable(EcrClient ecr, String registryId, String repository, String digest) {
        try {
            String status = ecr.describeImages(describe -> describe.registryId(registryId)
                            .repositoryName(repository)
                            .imageIds(id -> id.imageDigest(digest)))
                    .imageDetails()
                    .get(0)
                    .imageStatusAsString();
            ImageTruth.Told told = new ImageTruth.Told(status == null ? "ACTIVE" : status, "", null);
            return told.runnable()
                    ? Optional.empty()
                    : Optional.of(told.complaint("The image " + repository + "@" + digest, Instant.EPOCH));
        } catch (EcrException e) {
            if (Problems.of(e).kind() == Problem.Kind.DENIED || e instanceof ImageNotFoundException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<LifecyclePolicy.Fate> fate(EcrClient ecr, ImageTruth asked) throws IOException {
        String policy;
        try {
            policy = ecr.getLifecyclePolicy(get -> get.repositoryName(asked.repository())).lifecyclePolicyText();
        } catch (LifecyclePolicyNotFoundException e) {
            return Optional.empty();
        } catch (EcrException e) {
            if (e.statusCode() >= 500 || e.isThrottlingException()) {
                throw e;
            }
            return Optional.empty();
        }
        var images = ecr.describeImagesPaginator(all -> all.repositoryName(asked.repository())).imageDetails().stream()
                .map(LifecyclePolicy.Image::of)
                .toList();
        return LifecyclePolicy.read(policy).fate(asked.digest(), images);
    }
}
