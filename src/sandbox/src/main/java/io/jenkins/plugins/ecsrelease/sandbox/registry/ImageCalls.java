package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.*;

/** Images: described, read and put by manifest, deleted, archived. */
final class ImageCalls {

    private final Here here;
    private final Shelf shelf;

    ImageCalls(World world) {
        here = new Here(world);
        shelf = world.part(Shelf.class);
    }

    DescribeImagesResponse describe(DescribeImagesRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        if (request.hasImageIds() && !request.imageIds().isEmpty()) {
            return DescribeImagesResponse.builder()
                    .imageDetails(request.imageIds().stream()
                            .map(id -> here.image(repository, id))
                            .distinct()
                            .map(image -> detail(repository, image))
                            .toList())
                    .build();
        }
        String tags = request.filter() == null ? null : request.filter().tagStatusAsString();
        List<StoredImage> all = repository.images.values().stream()
                .filter(image -> tags == null || tags.equals("ANY") || tags.equals("TAGGED") != image.tags.isEmpty())
                .sorted(Comparator.comparing(image -> image.digest))
                .toList();
        Here.Page<StoredImage> page = Here.page(all, request.nextToken(), request.maxResults(), 100);
        return DescribeImagesResponse.builder()
                .imageDetails(page.as(image -> detail(repository, image)))
                .nextToken(page.next())
                .build();
    }

    private ImageDetail detail(Repository repository, StoredImage image) {
        ImageDetail.Builder detail = ImageDetail.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageDigest(image.digest)
                .imageTags(image.tags.isEmpty() ? null : List.copyOf(image.tags))
                .imageSizeInBytes(image.size())
                .imagePushedAt(image.pushedAt)
                .imageManifestMediaType(image.manifest.mediaType())
                .artifactMediaType(artifact(image))
                .lastRecordedPullTime(image.pulledAt)
                .subjectManifestDigest(image.manifest.subject().isEmpty() ? null : image.manifest.subject())
                .imageStatus(image.status)
                .lastArchivedAt(image.archivedAt)
                .lastActivatedAt(image.activatedAt);
        if (image.scan != null && image.scan.type.equals("BASIC")) {
            detail.imageScanStatus(status -> status.status(image.scan.status).description(image.scan.description));
            if (image.scan.status.equals("COMPLETE")) {
                Map<String, Integer> counts = new TreeMap<>();
                image.scan
                        .shown(here.world.time().now())
                        .forEach(one -> counts.merge(one.vulnerability().severity(), 1, Integer::sum));
                detail.imageScanFindingsSummary(summary -> summary.imageScanCompletedAt(image.scan.completedAt)
                        .findingSeverityCountsWithStrings(counts));
            }
        }
        return detail.build();
    }

    private static String artifact(StoredImage image) {
        if (!image.manifest.artifactType().isEmpty()) {
            return image.manifest.artifactType();
        }
        return image.manifest.config() == null ? null : image.manifest.config().mediaType();
    }

    ListImagesResponse list(ListImagesRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        String tags = request.filter() == null ? null : request.filter().tagStatusAsString();
        List<ImageIdentifier> all = repository.images.values().stream()
                .flatMap(image -> image.tags.isEmpty()
                        ? Stream.of(ImageIdentifier.builder().imageDigest(image.digest).build())
                        : image.tags.stream().map(tag -> id(image, tag)))
                .filter(id -> tags == null || tags.equals("ANY") || tags.equals("TAGGED") == (id.imageTag() != null))
                .toList();
        Here.Page<ImageIdentifier> page = Here.page(all, request.nextToken(), request.maxResults(), 100);
        return ListImagesResponse.builder().imageIds(page.items()).nextToken(page.next()).build();
    }

    BatchGetImageResponse get(BatchGetImageRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        List<software.amazon.awssdk.services.ecr.model.Image> images = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : request.imageIds()) {
            StoredImage image = here.find(repository, id);
            if (image == null) {
                failures.add(failure(id, "ImageNotFound", "Requested image not found"));
            } else {
                images.add(image(repository, image, id.imageTag()));
            }
        }
        return BatchGetImageResponse.builder().images(images).failures(failures).build();
    }

    PutImageResponse put(PutImageRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        if (request.imageManifest() == null) {
            throw Here.invalid("Invalid parameter at 'imageManifest' failed to satisfy constraint: 'must not be null'");
        }
        String tag = request.imageTag() == null ? "" : request.imageTag();
        if (!tag.isEmpty() && !tag.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")) {
            throw Here.invalid("Invalid parameter at 'imageTag' failed to satisfy constraint: 'must satisfy the pattern of"
                    + " tags'");
        }
        try {
            Shelf.Put put = shelf.put(
                    repository, request.imageManifest().getBytes(StandardCharsets.UTF_8), request.imageManifestMediaType(),
                    tag, request.imageDigest() == null ? "" : request.imageDigest());
            if (!put.news()) {
                throw ImageAlreadyExistsException.builder()
                        .message("Image with digest '" + put.image().digest + "'"
                                + (tag.isEmpty() ? "" : " and tag '" + tag + "'")
                                + " already exists in the repository with name '" + repository.name
                                + "' in registry with id '" + repository.account + "'")
                        .build();
            }
            return PutImageResponse.builder().image(image(repository, put.image(), request.imageTag())).build();
        } catch (Shelf.NotTaken e) {
            throw switch (e.why) {
                case LAYERS_MISSING -> LayersNotFoundException.builder().message(e.getMessage()).build();
                case IMAGES_MISSING -> ReferencedImagesNotFoundException.builder().message(e.getMessage()).build();
                case TAG_HELD -> ImageTagAlreadyExistsException.builder().message(e.getMessage()).build();
                case OTHER_DIGEST -> ImageDigestDoesNotMatchException.builder().message(e.getMessage()).build();
                default -> Here.invalid(e.getMessage());
            };
        }
    }

    BatchDeleteImageResponse delete(BatchDeleteImageRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        List<ImageIdentifier> gone = new ArrayList<>();
        List<ImageFailure> failures = new ArrayList<>();
        for (ImageIdentifier id : request.imageIds()) {
            StoredImage image = here.find(repository, id);
            if (image == null) {
                failures.add(failure(id, "ImageNotFound", "Requested image not found"));
            } else if (id.imageDigest() == null && image.tags.size() > 1) {
                image.tags.remove(id.imageTag());
                gone.add(id(image, id.imageTag()));
            } else if (referenced(repository, image)) {
                failures.add(failure(id, "ImageReferencedByManifestList", "Requested image referenced by manifest list"));
            } else {
                repository.images.remove(image.digest);
                gone.add(id(image, id.imageTag()));
            }
        }
        if (!gone.isEmpty()) {
            here.changed(repository.arn(), Map.of("deleted", gone.stream().map(Here::text).toList()));
        }
        return BatchDeleteImageResponse.builder().imageIds(gone).failures(failures).build();
    }

    static boolean referenced(Repository repository, StoredImage image) {
        return repository.images.values().stream()
                .anyMatch(other -> other.manifest.children().stream()
                        .anyMatch(child -> child.digest().equals(image.digest)));
    }

    ListImageReferrersResponse referrers(ListImageReferrersRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        String subject = request.subjectId() == null ? "" : String.valueOf(request.subjectId().imageDigest());
        List<StoredImage> all = repository.images.values().stream()
                .filter(image -> image.manifest.subject().equals(subject))
                .filter(image -> request.filter() == null
                        || !request.filter().hasArtifactTypes()
                        || request.filter().artifactTypes().contains(image.manifest.artifactType()))
                .toList();
        Here.Page<StoredImage> page = Here.page(all, request.nextToken(), request.maxResults(), 50);
        return ListImageReferrersResponse.builder()
                .referrers(page.as(image -> ImageReferrer.builder()
                        .digest(image.digest)
                        .mediaType(image.manifest.mediaType())
                        .artifactType(image.manifest.artifactType())
                        .size((long) image.bytes.length)
                        .annotations(annotations(image))
                        .artifactStatus(image.status)
                        .build()))
                .nextToken(page.next())
                .build();
    }

    private static Map<String, String> annotations(StoredImage image) {
        Map<String, String> annotations = new TreeMap<>();
        image.manifest.annotations().fields().forEachRemaining(one -> annotations.put(one.getKey(), one.getValue().asText()));
        return annotations.isEmpty() ? null : annotations;
    }

    UpdateImageStorageClassResponse storageClass(UpdateImageStorageClassRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        StoredImage image = here.image(repository, request.imageId());
        if ("ARCHIVE".equals(request.targetStorageClassAsString())) {
            image.status = "ARCHIVED";
            image.archivedAt = here.world.time().now();
        } else if (image.archived()) {
            image.status = "ACTIVATING";
            here.world.time().after(java.time.Duration.ofMinutes(20), () -> {
                image.status = "ACTIVE";
                image.activatedAt = here.world.time().now();
            });
        }
        here.changed(repository.arn(), Map.of("digest", image.digest, "status", image.status));
        return UpdateImageStorageClassResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageId(request.imageId())
                .imageStatus(image.status)
                .build();
    }

    private static software.amazon.awssdk.services.ecr.model.Image image(Repository repository, StoredImage image, String tag) {
        return software.amazon.awssdk.services.ecr.model.Image.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .imageId(id(image, tag))
                .imageManifest(new String(image.bytes, StandardCharsets.UTF_8))
                .imageManifestMediaType(image.manifest.mediaType())
                .build();
    }

    private static ImageIdentifier id(StoredImage image, String tag) {
        return ImageIdentifier.builder().imageDigest(image.digest).imageTag(tag).build();
    }

    private static ImageFailure failure(ImageIdentifier id, String code, String reason) {
        return ImageFailure.builder().imageId(id).failureCode(code).failureReason(reason).build();
    }
}
