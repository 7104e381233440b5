package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives the image its further tags, one change each, once it is proven: a tag like "main" never names an image that did
 * not pass.
 *
 * @param at which of the order's tags this is about
 */
public record PutTags(Commission commission, String digest, boolean reused, Map<String, Integer> findings, int at)
        implements Change<Boolean> {

    /** The first further tag, or the end. */
    static Phase from(Commission commission, String digest, boolean reused, Map<String, Integer> findings) {
        return step(commission, digest, reused, findings, 1);
    }

    private static Phase step(
            Commission commission, String digest, boolean reused, Map<String, Integer> findings, int at) {
        if (at < commission.order().tags().size()) {
            return new PutTags(commission, digest, reused, findings, at);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("repository", commission.order().repository());
        result.put("digest", digest);
        result.put("image", commission.site().name() + "@" + digest);
        result.put("tags", commission.order().tags());
        result.put("findings", findings);
        result.put("reused", reused);
        return new Ended(Outcome.succeeded(
                commission.site().name() + "@" + digest + (reused ? " was built before and is proven." : " is built and proven."),
                result));
    }

    private String tag() {
        return commission.order().tags().get(at);
    }

    private TagAt question() {
        return new TagAt(commission.order().repository(), tag());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(question());
    }

    @Override
    public String describe() {
        return "Giving " + commission.order().repository() + "@" + Digests.brief(digest) + " the tag " + tag();
    }

    @Override
    public Finding<Boolean> find(View view) {
        Answer<TagAt.Named> answer = view.of(question());
        if (answer instanceof Answer.Known<TagAt.Named> known) {
            return known.value().digest().equals(digest) ? Finding.made(true) : Finding.absent();
        }
        return Finding.unclear(answer.ifUnknown().orElseThrow());
    }

    @Override
    public Boolean make(Tools tools) throws IOException {
        Tagging.put(tools, commission.order().repository(), digest, tag());
        return true;
    }

    @Override
    public Turn made(Boolean put) {
        return Turn.to(step(commission, digest, reused, findings, at + 1));
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new Ended(commission.failed("Stopped by " + stop.who() + " before the image had the tag " + tag() + "." + commission.stays())));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(commission.failed(
                Tagging.refusal(tag(), commission.order().repository(), problem.full()) + commission.stays())));
    }
}
