package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Asks the registry what the tag names now, instead of believing the builder.
 *
 * @param digest what the builder says it pushed
 * @param since when the registry was first asked; null before
 */
public record ReadBack(Commission commission, String digest, Instant since) implements Await {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TagAt question() {
        return new TagAt(commission.order().repository(), commission.order().tag());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return "Reading the digest of " + commission.image() + " back from the registry";
    }

    @Override
    public Turn next(View view) {
        Instant first = since == null ? view.now() : since;
        Answer<TagAt.Named> answer = view.of(question());
        String found = answer.ifKnown().map(TagAt.Named::digest).orElse("");
        if (found.equals(digest)) {
            return Turn.to(new Inspect(commission, digest, false, null));
        }
        if (!found.isEmpty()) {
            return Turn.to(new Ended(commission.failed(commission.image() + " names " + found + " in the registry, though "
                    + digest + " was pushed: another build pushed the same tag at the same time. Neither counts; run the"
                    + " build again.")));
        }
        if (view.now().isAfter(first.plus(PATIENCE))) {
            return Turn.to(new Ended(commission.failed("The builder pushed " + commission.image()
                    + ", but the registry does not show it. "
                    + answer.ifUnknown().map(problem -> problem.full()).orElse("Run the build again."))));
        }
        return Turn.again(new ReadBack(commission, digest, first), Duration.ofSeconds(2));
    }
}
