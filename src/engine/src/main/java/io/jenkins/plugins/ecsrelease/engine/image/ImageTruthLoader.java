package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyNotFoundException;

/**
 * DescribeImages; then GetLifecyclePolicy, held against all images of the repository. What may not be read is no reason to
 * doubt the image.
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
        return Map.of(asked, Answer.known(told(ecr, null, asked.repository(), asked.digest())));
    }

    /**
     * The answer, for loaders of other rooms that look at an image anyway.
     *
     * @param registryId the account of the registry; null for the caller's own
     * @return ACTIVE where this identity may not ask: tasks start from an image that was not looked at, too
     */
    public static ImageTruth.Told told(EcrClient ecr, String registryId, String repository, String digest)
            throws IOException {
        ImageDetail found;
        try {
            found = ecr.describeImages(describe -> describe.registryId(registryId)
                            .repositoryName(repository)
                            .imageIds(id -> id.imageDigest(digest)))
                    .imageDetails()
                    .get(0);
        } catch (ImageNotFoundException e) {
            return new ImageTruth.Told("MISSING", "", null);
        } catch (EcrException e) {
            if (Problems.of(e).kind() == Problem.Kind.DENIED) {
                return new ImageTruth.Told("ACTIVE", "", null, Problems.of(e).full());
            }
            throw e;
        }
        // Registries that do not know storage classes yet leave the status out.
        String status = found.imageStatusAsString() == null ? "ACTIVE" : found.imageStatusAsString();
        Optional<LifecyclePolicy.Fate> fate;
        try {
            fate = fate(ecr, registryId, repository, digest);
        } catch (EcrException e) {
            if (Problems.of(e).kind() == Problem.Kind.DENIED) {
                return new ImageTruth.Told(status, "", null, Problems.of(e).full());
            }
            throw e;
        }
        return new ImageTruth.Told(
                status, fate.map(LifecyclePolicy.Fate::what).orElse(""), fate.map(LifecyclePolicy.Fate::due).orElse(null));
    }

    private static Optional<LifecyclePolicy.Fate> fate(EcrClient ecr, String registryId, String repository, String digest)
            throws IOException {
        String policy;
        try {
            policy = ecr.getLifecyclePolicy(get -> get.registryId(registryId).repositoryName(repository))
                    .lifecyclePolicyText();
        } catch (LifecyclePolicyNotFoundException e) {
            return Optional.empty();
        }
        var images = ecr.describeImagesPaginator(all -> all.registryId(registryId)
                        .repositoryName(repository)
                        .maxResults(1000))
                .imageDetails().stream()
                .map(LifecyclePolicy.Image::of)
                .toList();
        return LifecyclePolicy.read(policy).fate(digest, images);
    }
}
