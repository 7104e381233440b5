package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecr.model.*;

/** Repositories: made, described, set up, deleted. */
final class RepositoryCalls {

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*");
    private static final Map<String, Set<String>> SETTINGS = Map.of(
            "BLOB_MOUNTING", Set.of("ENABLED", "DISABLED"),
            "BASIC_SCAN_TYPE_VERSION", Set.of("AWS_NATIVE", "CLAIR"),
            "REGISTRY_POLICY_SCOPE", Set.of("V1", "V2"));

    private final Here here;

    RepositoryCalls(World world) {
        here = new Here(world);
    }

    CreateRepositoryResponse create(CreateRepositoryRequest request) {
        String name = request.repositoryName();
        if (name == null || name.length() < 2 || name.length() > 256 || !NAME.matcher(name).matches()) {
            throw Here.invalid("Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular"
                    + " expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''");
        }
        String account = here.account(request.registryId());
        if (here.repositories.find(account, here.region(), name).isPresent()) {
            throw RepositoryAlreadyExistsException.builder()
                    .message("The repository with name '" + name + "' already exists in the registry with id '" + account
                            + "'")
                    .build();
        }
        Repository made = new Repository(account, here.region(), name, here.world.time().now());
        mutability(made, request.imageTagMutabilityAsString(), request.imageTagMutabilityExclusionFilters());
        made.scanOnPush = request.imageScanningConfiguration() != null
                && Boolean.TRUE.equals(request.imageScanningConfiguration().scanOnPush());
        request.tags().forEach(tag -> made.tags.put(tag.key(), tag.value()));
        here.repositories.add(made);
        here.changed(made.arn(), Map.of("repository", name));
        return CreateRepositoryResponse.builder().repository(described(made)).build();
    }

    DescribeRepositoriesResponse describe(DescribeRepositoriesRequest request) {
        if (request.hasRepositoryNames() && !request.repositoryNames().isEmpty()) {
            return DescribeRepositoriesResponse.builder()
                    .repositories(request.repositoryNames().stream()
                            .map(name -> described(here.repository(request.registryId(), name)))
                            .toList())
                    .build();
        }
        Here.Page<Repository> page = Here.page(
                here.repositories.all(here.account(request.registryId()), here.region()), request.nextToken(),
                request.maxResults(), 100);
        return DescribeRepositoriesResponse.builder()
                .repositories(page.as(this::described))
                .nextToken(page.next())
                .build();
    }

    DeleteRepositoryResponse delete(DeleteRepositoryRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        if (!repository.images.isEmpty() && !Boolean.TRUE.equals(request.force())) {
            throw RepositoryNotEmptyException.builder()
                    .message("The repository with name '" + repository.name + "' in registry with id '" + repository.account
                            + "' cannot be deleted because it still contains images")
                    .build();
        }
        here.repositories.remove(repository);
        here.changed(repository.arn(), Map.of("repository", repository.name));
        return DeleteRepositoryResponse.builder().repository(described(repository)).build();
    }

    PutImageTagMutabilityResponse mutability(PutImageTagMutabilityRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        mutability(repository, request.imageTagMutabilityAsString(), request.imageTagMutabilityExclusionFilters());
        here.changed(repository.arn(), Map.of("mutability", repository.mutability));
        return PutImageTagMutabilityResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageTagMutability(repository.mutability)
                .imageTagMutabilityExclusionFilters(filters(repository))
                .build();
    }

    private static void mutability(Repository repository, String asked, List<ImageTagMutabilityExclusionFilter> filters) {
        String mutability = asked == null ? "MUTABLE" : asked;
        boolean known = ImageTagMutability.knownValues().stream().anyMatch(one -> one.toString().equals(mutability));
        boolean wants = mutability.endsWith("_WITH_EXCLUSION");
        if (!known || wants == filters.isEmpty() || filters.size() > 5) {
            throw Here.invalid("Invalid parameter at 'imageTagMutability' failed to satisfy constraint: a value of"
                    + " ImageTagMutability, with 1 to 5 exclusion filters where it ends in _WITH_EXCLUSION");
        }
        repository.mutability = mutability;
        repository.exclusions =
                filters.stream().map(ImageTagMutabilityExclusionFilter::filter).toList();
    }

    PutImageScanningConfigurationResponse scanning(PutImageScanningConfigurationRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        repository.scanOnPush = Boolean.TRUE.equals(request.imageScanningConfiguration().scanOnPush());
        here.changed(repository.arn(), Map.of("scanOnPush", repository.scanOnPush));
        return PutImageScanningConfigurationResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageScanningConfiguration(one -> one.scanOnPush(repository.scanOnPush))
                .build();
    }

    SetRepositoryPolicyResponse setPolicy(SetRepositoryPolicyRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        repository.permissions = request.policyText();
        here.changed(repository.arn(), Map.of("policy", request.policyText()));
        return SetRepositoryPolicyResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .policyText(repository.permissions)
                .build();
    }

    GetRepositoryPolicyResponse getPolicy(GetRepositoryPolicyRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        if (repository.permissions == null) {
            throw RepositoryPolicyNotFoundException.builder()
                    .message("Repository policy does not exist for the repository with name '" + repository.name
                            + "' in the registry with id '" + repository.account + "'")
                    .build();
        }
        return GetRepositoryPolicyResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .policyText(repository.permissions)
                .build();
    }

    TagResourceResponse tag(TagResourceRequest request) {
        Repository repository = byArn(request.resourceArn());
        request.tags().forEach(tag -> repository.tags.put(tag.key(), tag.value()));
        here.changed(repository.arn(), Map.of("tags", repository.tags.toString()));
        return TagResourceResponse.builder().build();
    }

    ListTagsForResourceResponse tags(ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(byArn(request.resourceArn()).tags.entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList())
                .build();
    }

    private Repository byArn(String arn) {
        String[] parts = String.valueOf(arn).split(":", 6);
        if (parts.length < 6 || !parts[5].startsWith("repository/")) {
            throw Here.invalid("Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'");
        }
        return here.repository(parts[4], parts[5].substring("repository/".length()));
    }

    PutAccountSettingResponse putSetting(PutAccountSettingRequest request) {
        Set<String> values = SETTINGS.get(request.name());
        if (values == null || !values.contains(request.value())) {
            throw Here.invalid("Invalid parameter: account setting '" + request.name() + "' with '" + request.value() + "'");
        }
        here.repositories.registry(here.account(null), here.region()).settings.put(request.name(), request.value());
        here.changed(request.name(), Map.of("value", request.value()));
        return PutAccountSettingResponse.builder().name(request.name()).value(request.value()).build();
    }

    GetAccountSettingResponse getSetting(GetAccountSettingRequest request) {
        if (!SETTINGS.containsKey(request.name())) {
            throw Here.invalid("Invalid parameter: account setting '" + request.name() + "'");
        }
        String otherwise = request.name().equals("BLOB_MOUNTING")
                ? "DISABLED"
                : request.name().equals("BASIC_SCAN_TYPE_VERSION") ? "AWS_NATIVE" : "V2";
        return GetAccountSettingResponse.builder()
                .name(request.name())
                .value(here.repositories
                        .registry(here.account(null), here.region())
                        .settings
                        .getOrDefault(request.name(), otherwise))
                .build();
    }

    private software.amazon.awssdk.services.ecr.model.Repository described(Repository one) {
        return software.amazon.awssdk.services.ecr.model.Repository.builder()
                .repositoryArn(one.arn())
                .registryId(one.account)
                .repositoryName(one.name)
                .repositoryUri(here.repositories.uri(one))
                .createdAt(one.createdAt)
                .imageTagMutability(one.mutability)
                .imageTagMutabilityExclusionFilters(filters(one))
                .imageScanningConfiguration(scanning -> scanning.scanOnPush(one.scanOnPush))
                .encryptionConfiguration(encryption -> encryption.encryptionType("AES256"))
                .build();
    }

    private static List<ImageTagMutabilityExclusionFilter> filters(Repository one) {
        return one.exclusions.isEmpty()
                ? null
                : one.exclusions.stream()
                        .map(filter -> ImageTagMutabilityExclusionFilter.builder()
                                .filterType("WILDCARD")
                                .filter(filter)
                                .build())
                        .toList();
    }
}
