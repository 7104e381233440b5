package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which layers the target has not, so that nothing is sent twice.
 *
 * @param since when it was first asked; null before
 */
public record CompareLayers(Promotion promotion, Instant since) implements Await {

    private LayersThere question() {
        return new LayersThere(
                promotion.order().repository(),
                promotion.tree().nodes().stream()
                        .flatMap(node -> node.blobs().stream())
                        .map(SourceTree.Blob::digest)
                        .distinct()
                        .toList());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return "Comparing the layers of " + promotion.what();
    }

    /** Another repository of the same registry: it need not be sent if the registry is allowed to share layers. */
    private String neighbour(List<SourceTree.Blob> missing) {
        return promotion.order().from() != null || missing.isEmpty()
                ? ""
                : " They are taken over without being sent where the registry shares layers among its repositories: aws ecr"
                        + " put-account-setting --name BLOB_MOUNTING --value ENABLED.";
    }

    @Override
    public Turn next(View view) {
        Answer<Set<String>> answer = view.of(question());
        if (answer instanceof Answer.Known<Set<String>> known) {
            List<SourceTree.Blob> missing = promotion.tree().nodes().stream()
                    .flatMap(node -> node.blobs().stream())
                    .distinct()
                    .filter(blob -> !known.value().contains(blob.digest()))
                    .toList();
            long bytes = missing.stream().mapToLong(SourceTree.Blob::bytes).sum();
            Promotion compared = new Promotion(
                    promotion.order(), promotion.site(), promotion.tree(), missing, promotion.until());
            return Turn.to(
                    CopyLayer.orManifests(compared, 0),
                    Fact.of("promotion", missing.size() + " of " + question().digests().size() + " layers, "
                            + Inspect.size(bytes) + " of " + Inspect.size(promotion.tree().bytes())
                            + ", are not in the target yet." + neighbour(missing), Map.of("missing", missing.size(), "bytes", bytes)));
        }
        Problem problem = answer.ifUnknown().orElseThrow();
        Instant begun = since == null ? view.now() : since;
        return Passing.is(problem, view.now(), begun, promotion.until())
                ? Turn.again(new CompareLayers(promotion, begun), Duration.ofSeconds(3))
                : Turn.to(new Ended(promotion.failed("Nothing was changed. " + problem.full())));
    }
}
