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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which layers the target has not, so that nothing is sent twice, and which signatures and the like it has under
 * the tags that are made of a digest, so that none of its own is lost.
 *
 * @param since when it was first asked; null before
 */
public record CompareLayers(Promotion promotion, Instant since) implements Await {

    private LayersThere question() {
        return new LayersThere(
                promotion.order().repository(),
                promotion.tree().blobs().stream().map(SourceTree.Blob::digest).distinct().toList());
    }

    private ProofsThere proofs() {
        return new ProofsThere(promotion.order().repository(), promotion.tree().named().stream().map(SourceTree.Named::tag).toList());
    }

    /** Whether tags can be moved there at all. */
    private RepositoryState target() {
        return new RepositoryState(promotion.order().repository(), List.of());
    }

    @Override
    public Set<Question<?>> questions() {
        return promotion.tree().named().isEmpty() ? Set.of(question()) : Set.of(question(), proofs(), target());
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
        boolean alone = promotion.tree().named().isEmpty();
        Answer<Set<String>> layers = view.of(question());
        Answer<Map<String, ProofsThere.Held>> held = alone ? Answer.known(Map.of()) : view.of(proofs());
        Optional<Problem> unknown = layers.ifUnknown().or(held::ifUnknown);
        if (!alone) {
            unknown = unknown.or(() -> view.of(target()).ifUnknown());
        }
        if (unknown.isEmpty()) {
            List<Fact> facts = new ArrayList<>();
            List<SourceTree.Named> wanted = alone ? List.of() : wanted(held.ifKnown().orElseThrow(), view.of(target()).ifKnown().orElseThrow(), facts);
            return compared(promotion.tree().with(wanted), layers.ifKnown().orElseThrow(), facts);
        }
        Instant begun = since == null ? view.now() : since;
        return Passing.is(unknown.get(), view.now(), begun, promotion.until())
                ? Turn.again(new CompareLayers(promotion, begun), Duration.ofSeconds(3))
                : Turn.to(new Ended(promotion.failed("Nothing was changed. " + unknown.get().full())));
    }

    private Turn compared(SourceTree.Of tree, Set<String> there, List<Fact> facts) {
        List<SourceTree.Blob> missing = tree.blobs().stream().filter(blob -> !there.contains(blob.digest())).toList();
        long bytes = missing.stream().mapToLong(SourceTree.Blob::bytes).sum();
        Promotion compared = new Promotion(promotion.order(), promotion.site(), tree, missing, promotion.until());
        facts.add(0, Fact.of("promotion", missing.size() + " of " + tree.blobs().size() + " layers, "
                + Inspect.size(bytes) + " of " + Inspect.size(tree.bytes())
                + ", are not in the target yet." + neighbour(missing), Map.of("missing", missing.size(), "bytes", bytes)));
        return new Turn(CopyLayer.orManifests(compared, 0), Duration.ZERO, facts, null);
    }

    /**
     * Of what is about the image by its tag, what has to be put. Tools add to what such a tag names, so what has all that the
     * target has may take its place; anything else would lose a signature there, and stays away.
     */
    private List<SourceTree.Named> wanted(Map<String, ProofsThere.Held> held, RepositoryState.Found target, List<Fact> facts) {
        List<SourceTree.Named> wanted = new ArrayList<>();
        for (SourceTree.Named each : promotion.tree().named()) {
            ProofsThere.Held there = held.get(each.tag());
            if (there != null && there.digest().equals(each.node().digest())) {
                continue;
            }
            boolean whole = there == null || each.parts().containsAll(there.parts());
            if (whole && (there == null || !target.holdsFast(each.tag()))) {
                wanted.add(each);
            } else {
                facts.add(Fact.of("warning", "Warning: " + promotion.order().repository() + ":" + each.tag() + " names " + there.digest()
                        + " in the target already, which " + (whole ? "cannot be moved there" : "has what "
                        + each.node().digest() + " has not") + ". It stays as it is."));
            }
        }
        if (!wanted.isEmpty()) {
            facts.add(Fact.of("promotion", "What is about the image under tags of its digest goes with it: "
                    + String.join(", ", wanted.stream().map(SourceTree.Named::tag).toList()) + "."));
        }
        return wanted;
    }
}
