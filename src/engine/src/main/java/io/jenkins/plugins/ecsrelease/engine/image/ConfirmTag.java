package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Sees in the target's registry that the tag names the very digest that was asked for.
 *
 * @param since when it was first asked; null before
 */
public record ConfirmTag(Promotion promotion, Instant since) implements Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TagAt question() {
        return new TagAt(promotion.order().repository(), promotion.order().tag());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return "Reading the digest of " + promotion.order().repository() + ":" + promotion.order().tag() + " back";
    }

    @Override
    public Turn next(View view) {
        Instant first = since == null ? view.now() : since;
        String found = view.of(question()).ifKnown().map(TagAt.Named::digest).orElse("");
        if (found.equals(promotion.tree().digest())) {
            return Turn.to(new Ended(promotion.succeeded(false)));
        }
        if (view.now().isAfter(first.plus(PATIENCE))) {
            return Turn.to(new Ended(promotion.failed(promotion.order().repository() + ":" + promotion.order().tag() + " names "
                    + (found.isEmpty() ? "nothing" : found) + ", not " + promotion.tree().digest()
                    + ": somebody else moved the tag meanwhile. Promote again with a tag that is unique for this build.")));
        }
        return Turn.again(new ConfirmTag(promotion, first), Duration.ofSeconds(2));
    }
}
