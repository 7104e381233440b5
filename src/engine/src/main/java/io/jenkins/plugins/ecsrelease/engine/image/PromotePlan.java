package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the image with all that belongs to it, and the target, before anything is changed; and, where something is required
 * of the image, whether it has that.
 *
 * @param until when the whole operation is over; null before the first look
 * @param digest of the image, once it is known; empty before
 */
public record PromotePlan(PromoteOrder order, Instant until, String digest) implements Await {

    /** How long a signature that ECR is at making is waited for. */
    private static final Duration SIGNING = Duration.ofMinutes(5);

    public PromotePlan {
        digest = digest == null || digest.isEmpty() ? order.reference().digest() : digest;
    }

    private SourceTree source() {
        return new SourceTree(order.from(), order.reference().repository(), digest.isEmpty() ? order.reference().tag() : digest);
    }

    private ImageProofs proofs() {
        return new ImageProofs(order.from(), "", "", order.reference().repository(), digest, order.proofs());
    }

    private boolean proves() {
        return !order.proofs().isEmpty() && !digest.isEmpty();
    }

    private RepositoryState target() {
        return new RepositoryState(order.repository(), List.of(order.tag()));
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> both = new HashSet<>();
        both.add(source());
        both.add(target());
        if (proves()) {
            both.add(proofs());
        }
        return both;
    }

    @Override
    public String describe() {
        return "Reading " + order.image() + " and looking at " + order.repository();
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped("Stopped by " + view.stop().get().who() + " before anything was changed.")));
        }
        Instant end = until == null ? view.now().plus(Duration.ofMinutes(order.timeoutMinutes())) : until;
        Answer<SourceTree.Of> tree = view.of(source());
        Answer<RepositoryState.Found> state = view.of(target());
        Optional<Problem> problem = tree.ifUnknown().or(state::ifUnknown).or(() -> proves() ? view.of(proofs()).ifUnknown() : Optional.empty());
        Instant begun = end.minus(Duration.ofMinutes(order.timeoutMinutes()));
        if (problem.isPresent()) {
            return Passing.is(problem.get(), view.now(), begun, end)
                    ? Turn.again(new PromotePlan(order, end, digest), Duration.ofSeconds(3))
                    : Turn.to(new Ended(new Outcome(
                            Verdict.STOPPED, "Nothing was changed. " + problem.get().full(), Map.of())));
        }
        if (!order.proofs().isEmpty()) {
            String found = tree.ifKnown().orElseThrow().digest();
            if (digest.isEmpty()) {
                return Turn.again(new PromotePlan(order, end, found), Duration.ZERO);
            }
            ImageProofs.Told told = view.of(proofs()).ifKnown().orElseThrow();
            if (told.pending() && view.now().isBefore(begun.plus(SIGNING)) && view.now().isBefore(end)) {
                return Turn.again(new PromotePlan(order, end, digest), Duration.ofSeconds(5));
            }
            if (!told.missing().isEmpty()) {
                return Turn.to(new Ended(new Outcome(Verdict.STOPPED, "Nothing was changed. "
                        + String.join(" ", told.complaints(order.reference().repository() + "@" + digest)), Map.of())));
            }
        }
        return decided(new Promotion(
                order, state.ifKnown().orElseThrow().site(), tree.ifKnown().orElseThrow(), List.of(), end),
                state.ifKnown().orElseThrow());
    }

    private Turn decided(Promotion promotion, RepositoryState.Found found) {
        Optional<RepositoryState.Held> held = found.under(order.tag());
        String digest = promotion.tree().digest();
        if (held.isPresent() && held.get().digest().equals(digest)) {
            return Turn.to(new Ended(promotion.succeeded(true)));
        }
        if (held.isPresent() && found.holdsFast(order.tag())) {
            return Turn.to(new Ended(promotion.failed("Nothing was changed. " + Tagging.refusal(
                    order.tag(), order.repository(), "it names " + held.get().digest() + " already, and stays there."))));
        }
        List<Fact> facts = new ArrayList<>();
        if (!promotion.tree().unread().isEmpty()) {
            facts.add(Fact.of("warning", "Warning: what refers to the image, such as signatures, could not be listed and is"
                    + " not copied. " + promotion.tree().unread()));
        }
        facts.add(Fact.of("promotion", "Promoting " + promotion.what() + ": " + digest + "."));
        return new Turn(
                order.withinRepository() ? new PutManifest(promotion, last(promotion)) : new CompareLayers(promotion, null),
                Duration.ZERO, facts, null);
    }

    /** Within a repository everything is there: only the image itself is put, under its new tag. */
    private static int last(Promotion promotion) {
        return CopyOrder.of(promotion.tree(), promotion.order().tag()).size() - 1;
    }
}
