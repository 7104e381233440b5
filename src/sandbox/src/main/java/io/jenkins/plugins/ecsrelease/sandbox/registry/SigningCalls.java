package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecr.model.*;

/**
 * Managed signing: rules of a registry, and how far the signing of an image is. An image is signed by the rules that stand
 * when it is pushed, a few seconds later. The signature itself, which AWS keeps as one more artifact, is not made.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html">Managed signing</a>
 */
final class SigningCalls {

    private static final Duration SIGNED_WITHIN = Duration.ofSeconds(15);

    private final Here here;

    SigningCalls(World world) {
        here = new Here(world);
    }

    PutSigningConfigurationResponse put(PutSigningConfigurationRequest request) {
        if (request.signingConfiguration() == null) {
            throw invalid("signingConfiguration must not be null");
        }
        for (SigningRule rule : request.signingConfiguration().rules()) {
            if (rule.signingProfileArn() == null || !rule.signingProfileArn().matches("arn:aws[a-z-]*:signer:[a-z0-9-]+:\\d{12}:/signing-profiles/\\w{2,}")) {
                throw invalid("signingProfileArn '" + rule.signingProfileArn() + "' is no signing profile");
            }
        }
        registry().signing = request.signingConfiguration();
        here.changed("registry", Map.of("signingRules", request.signingConfiguration().rules().size()));
        return PutSigningConfigurationResponse.builder().signingConfiguration(request.signingConfiguration()).build();
    }

    GetSigningConfigurationResponse get() {
        return GetSigningConfigurationResponse.builder().registryId(here.account(null)).signingConfiguration(configured()).build();
    }

    DeleteSigningConfigurationResponse delete() {
        SigningConfiguration gone = configured();
        registry().signing = null;
        here.changed("registry", Map.of("signingRules", 0));
        return DeleteSigningConfigurationResponse.builder().registryId(here.account(null)).signingConfiguration(gone).build();
    }

    DescribeImageSigningStatusResponse status(DescribeImageSigningStatusRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        StoredImage image = here.image(repository, request.imageId());
        boolean over = !here.world.time().now().isBefore(image.pushedAt.plus(SIGNED_WITHIN));
        return DescribeImageSigningStatusResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageId(ImageIdentifier.builder().imageDigest(image.digest).imageTag(request.imageId().imageTag()).build())
                .signingStatuses(image.signers.stream()
                        .map(profile -> ImageSigningStatus.builder().signingProfileArn(profile)
                                .status(over ? "COMPLETE" : "IN_PROGRESS").build())
                        .toList())
                .build();
    }

    /** The profiles that sign what is pushed to a repository now; a rule without filters is for all. */
    static List<String> signers(Repositories repositories, Repository repository) {
        SigningConfiguration signing = repositories.registry(repository.account, repository.region).signing;
        List<String> signers = new ArrayList<>();
        if (signing != null) {
            signing.rules().stream()
                    .filter(rule -> !rule.hasRepositoryFilters() || rule.repositoryFilters().isEmpty() || rule.repositoryFilters().stream()
                            .anyMatch(filter -> Repository.matches(filter.filter(), repository.name)))
                    .forEach(rule -> signers.add(rule.signingProfileArn()));
        }
        return List.copyOf(signers);
    }

    private SigningConfiguration configured() {
        if (registry().signing == null) {
            throw SigningConfigurationNotFoundException.builder().message("The signing configuration was not found for the registry with id '"
                    + here.account(null) + "'").build();
        }
        return registry().signing;
    }

    private Repositories.Registry registry() {
        return here.repositories.registry(here.account(null), here.region());
    }

    private static ValidationException invalid(String message) {
        return ValidationException.builder().message(message).build();
    }
}
