package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Call;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageNotFoundException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** What every call of ECR's API begins with: whose registry, which repository, which image; and how answers are paged. */
final class Here {

    final World world;
    final Repositories repositories;

    Here(World world) {
        this.world = world;
        repositories = world.part(Repositories.class);
    }

    /** The account meant: the caller's own unless the request names one. */
    String account(String registryId) {
        return registryId == null ? Call.current().account() : registryId;
    }

    String region() {
        return Call.current().region();
    }

    Repository repository(String registryId, String name) {
        if (name == null || name.isEmpty()) {
            throw invalid("Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must not be null'");
        }
        return repositories.find(account(registryId), region(), name).orElseThrow(() -> RepositoryNotFoundException.builder()
                .message("The repository with name '" + name + "' does not exist in the registry with id '"
                        + account(registryId) + "'")
                .build());
    }

    StoredImage image(Repository repository, ImageIdentifier id) {
        StoredImage found = find(repository, id);
        if (found == null) {
            throw ImageNotFoundException.builder()
                    .message("The image with imageId {" + text(id) + "} does not exist within the repository with name '"
                            + repository.name + "' in the registry with id '" + repository.account + "'")
                    .build();
        }
        return found;
    }

    /** Null when there is none, or when tag and digest name different ones. */
    StoredImage find(Repository repository, ImageIdentifier id) {
        if (id == null || (id.imageDigest() == null && id.imageTag() == null)) {
            throw invalid("Invalid parameter at 'imageId' failed to satisfy constraint: 'imageDigest or imageTag required'");
        }
        StoredImage byDigest = id.imageDigest() == null ? null : repository.images.get(id.imageDigest());
        StoredImage byTag = id.imageTag() == null ? null : repository.tagged(id.imageTag()).orElse(null);
        if (id.imageDigest() == null) {
            return byTag;
        }
        return id.imageTag() == null || byTag == byDigest ? byDigest : null;
    }

    static String text(ImageIdentifier id) {
        return (id.imageDigest() == null ? "" : "imageDigest:'" + id.imageDigest() + "'")
                + (id.imageDigest() == null || id.imageTag() == null ? "" : ", ")
                + (id.imageTag() == null ? "" : "imageTag:'" + id.imageTag() + "'");
    }

    static InvalidParameterException invalid(String message) {
        return InvalidParameterException.builder().message(message).build();
    }

    void changed(String resource, Map<String, Object> details) {
        world.ledger().add(resource, details);
    }

    /** A page of an answer, and the token of the next one; null on the last. */
    record Page<T>(List<T> items, String next) {

        <R> List<R> as(Function<T, R> form) {
            return items.stream().map(form).toList();
        }
    }

    static <T> Page<T> page(List<T> all, String token, Integer max, int otherwise) {
        int limit = max == null ? otherwise : max;
        if (limit < 1 || limit > 1000) {
            throw invalid("Invalid parameter at 'maxResults' failed to satisfy constraint: 'between 1 and 1000'");
        }
        int from;
        try {
            from = token == null ? 0 : Integer.parseInt(token.substring(5));
        } catch (RuntimeException e) {
            throw invalid("Invalid parameter at 'nextToken'");
        }
        int to = Math.min(all.size(), from + limit);
        return new Page<>(all.subList(Math.min(from, to), to), to < all.size() ? "page-" + to : null);
    }
}
