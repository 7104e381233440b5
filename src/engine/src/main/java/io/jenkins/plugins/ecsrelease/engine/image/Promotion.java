package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A promotion whose image and target were looked at.
 *
 * @param site the target
 * @param missing blobs that the target did not have, in order
 */
public record Promotion(PromoteOrder order, Site site, SourceTree.Of tree, List<SourceTree.Blob> missing, Instant until) {

    Outcome failed(String message) {
        return new Outcome(Verdict.STOPPED, message, Map.of());
    }

    /** What a stop before the tag was given leaves behind. */
    Outcome stopped(Signal stop) {
        return failed("Stopped by " + stop.who() + " before " + order.repository() + " had the tag " + order.tag()
                + (order.withinRepository() ? "; nothing was changed." : "; what was copied of the image stays unused."));
    }

    Outcome succeeded(boolean already) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("repository", order.repository());
        result.put("image", site.name() + "@" + tree.digest());
        result.put("digest", tree.digest());
        result.put("tag", order.tag());
        return Outcome.succeeded(
                site.name() + ":" + order.tag() + (already ? " named " : " names ") + tree.digest()
                        + (already ? " before." : ", unchanged."),
                result);
    }

    String what() {
        return order.image() + " as " + order.repository() + ":" + order.tag();
    }
}
