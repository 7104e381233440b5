package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ecr.model.*;

/** Lifecycle policies: kept, previewed, and carried out a day after they were put and every day from then. */
final class LifecycleCalls {

    private record Preview(String text, boolean complete, List<Lifecycle.Doomed> doomed) {}

    private static final Duration DAY = Duration.ofDays(1);

    private final Here here;
    private final Map<Repository, Preview> previews = new HashMap<>();

    LifecycleCalls(World world) {
        here = new Here(world);
    }

    PutLifecyclePolicyResponse put(PutLifecyclePolicyRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        rules(request.lifecyclePolicyText());
        repository.lifecyclePolicy = request.lifecyclePolicyText();
        here.changed(repository.arn(), Map.of("lifecyclePolicy", repository.lifecyclePolicy));
        evaluateIn(repository, repository.lifecyclePolicy);
        return PutLifecyclePolicyResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .lifecyclePolicyText(repository.lifecyclePolicy)
                .build();
    }

    private void evaluateIn(Repository repository, String policy) {
        here.world.time().after(DAY, () -> {
            if (!policy.equals(repository.lifecyclePolicy)) {
                return;
            }
            repository.lifecycleEvaluatedAt = here.world.time().now();
            for (Lifecycle.Doomed one : rules(policy).doomed(repository, here.world.time().now())) {
                if (one.archive()) {
                    one.image().status = "ARCHIVED";
                    one.image().archivedAt = here.world.time().now();
                } else {
                    repository.images.remove(one.image().digest);
                }
            }
            evaluateIn(repository, policy);
        });
    }

    GetLifecyclePolicyResponse get(GetLifecyclePolicyRequest request) {
        Repository repository = held(request.registryId(), request.repositoryName());
        return GetLifecyclePolicyResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .lifecyclePolicyText(repository.lifecyclePolicy)
                .lastEvaluatedAt(repository.lifecycleEvaluatedAt)
                .build();
    }

    DeleteLifecyclePolicyResponse delete(DeleteLifecyclePolicyRequest request) {
        Repository repository = held(request.registryId(), request.repositoryName());
        String before = repository.lifecyclePolicy;
        repository.lifecyclePolicy = null;
        here.changed(repository.arn(), Map.of("lifecyclePolicy", ""));
        return DeleteLifecyclePolicyResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .lifecyclePolicyText(before)
                .build();
    }

    StartLifecyclePolicyPreviewResponse startPreview(StartLifecyclePolicyPreviewRequest request) {
        Repository repository = request.lifecyclePolicyText() == null
                ? held(request.registryId(), request.repositoryName())
                : here.repository(request.registryId(), request.repositoryName());
        String text = request.lifecyclePolicyText() == null ? repository.lifecyclePolicy : request.lifecyclePolicyText();
        Preview running = previews.get(repository);
        if (running != null && !running.complete()) {
            throw LifecyclePolicyPreviewInProgressException.builder()
                    .message("The previous lifecycle policy preview has not completed. Try again later.")
                    .build();
        }
        Lifecycle rules = rules(text);
        previews.put(repository, new Preview(text, false, List.of()));
        here.world.time().after(Duration.ofSeconds(3), () ->
                previews.put(repository, new Preview(text, true, rules.doomed(repository, here.world.time().now()))));
        return StartLifecyclePolicyPreviewResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .lifecyclePolicyText(text)
                .status("IN_PROGRESS")
                .build();
    }

    GetLifecyclePolicyPreviewResponse getPreview(GetLifecyclePolicyPreviewRequest request) {
        Repository repository = here.repository(request.registryId(), request.repositoryName());
        Preview preview = previews.get(repository);
        if (preview == null) {
            throw LifecyclePolicyPreviewNotFoundException.builder()
                    .message("There is no dry run for this repository.")
                    .build();
        }
        List<Lifecycle.Doomed> wanted = preview.doomed().stream()
                .filter(one -> !request.hasImageIds()
                        || request.imageIds().isEmpty()
                        || request.imageIds().stream().anyMatch(id -> here.find(repository, id) == one.image()))
                .toList();
        Here.Page<Lifecycle.Doomed> page = Here.page(wanted, request.nextToken(), request.maxResults(), 100);
        return GetLifecyclePolicyPreviewResponse.builder()
                .registryId(repository.account)
                .repositoryName(repository.name)
                .lifecyclePolicyText(preview.text())
                .status(preview.complete() ? "COMPLETE" : "IN_PROGRESS")
                .previewResults(page.as(one -> LifecyclePolicyPreviewResult.builder()
                        .imageDigest(one.image().digest)
                        .imageTags(one.image().tags)
                        .imagePushedAt(one.image().pushedAt)
                        .action(action -> action.type(one.archive() ? "TRANSITION" : "EXPIRE"))
                        .appliedRulePriority(one.priority())
                        .build()))
                .nextToken(page.next())
                .summary(summary -> summary.expiringImageTotalCount((int)
                        preview.doomed().stream().filter(one -> !one.archive()).count()))
                .build();
    }

    private Repository held(String registryId, String name) {
        Repository repository = here.repository(registryId, name);
        if (repository.lifecyclePolicy == null) {
            throw LifecyclePolicyNotFoundException.builder()
                    .message("Lifecycle policy does not exist for the repository with name '" + repository.name
                            + "' in the registry with id '" + repository.account + "'")
                    .build();
        }
        return repository;
    }

    private static Lifecycle rules(String text) {
        try {
            return Lifecycle.read(text);
        } catch (IOException | RuntimeException e) {
            throw Here.invalid("Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy"
                    + " validation failure: " + e.getMessage() + "'");
        }
    }
}
