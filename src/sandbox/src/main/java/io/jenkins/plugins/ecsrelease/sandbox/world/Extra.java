package io.jenkins.plugins.ecsrelease.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the SDK's model of the call being handled has no room for. AWS adds members faster than an SDK is released; a
 * handler reads them here from the message as it came, and writes them into the answer.
 */
public final class Extra {

    private static final ThreadLocal<Extra> CURRENT = new ThreadLocal<>();

    private final JsonNode request;
    private final Duration lag;
    private final Set<String> accepted = new LinkedHashSet<>();
    private final List<Consumer<ObjectNode>> edits = new ArrayList<>();

    /**
     * @param request the message as it came; missing for query services
     * @param lag how far reads lag behind during this call; null where they do not
     */
    public Extra(JsonNode request, Duration lag) {
        this.request = request;
        this.lag = lag;
    }

    /** Of the call on this thread; an empty one outside any call. */
    public static Extra current() {
        Extra extra = CURRENT.get();
        return extra != null ? extra : new Extra(MissingNode.getInstance(), null);
    }

    /** The whole message as it came (JSON and CBOR services), the members that the model knows included. */
    public JsonNode request() {
        return request;
    }

    /**
     * Says that this handler understands members that the model does not, so that they are not reported as unknown.
     *
     * @param paths such as "deploymentConfiguration.lifecycleHooks[].targetType"; everything below is accepted too
     */
    public Extra accept(String... paths) {
        accepted.addAll(List.of(paths));
        return this;
    }

    /** Changes the answer after it was encoded, to add members that the model does not know (JSON and CBOR services). */
    public void answer(Consumer<ObjectNode> edit) {
        edits.add(edit);
    }

    public boolean accepts(String path) {
        return accepted.stream().anyMatch(one -> path.equals(one) || path.startsWith(one + ".") || path.startsWith(one + "["));
    }

    public void edit(ObjectNode answer) {
        edits.forEach(edit -> edit.accept(answer));
    }

    Optional<Duration> lag() {
        return Optional.ofNullable(lag);
    }

    /** Runs {@code body} with this as the current one. */
    public <T, E extends Exception> T during(Call.Body<T, E> body) throws E {
        Extra before = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.run();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
