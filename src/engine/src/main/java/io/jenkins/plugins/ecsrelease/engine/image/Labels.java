package io.jenkins.plugins.ecsrelease.engine.image;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels that an image carries about itself.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/annotations.md">OCI annotations</a>
 */
final class Labels {

    static final String REVISION = "org.opencontainers.image.revision";
    static final String SOURCE = "org.opencontainers.image.source";
    static final String CREATED = "org.opencontainers.image.created";
    /** Tells images of one commit apart that were built differently. */
    static final String INPUTS = "io.jenkins.plugins.ecs-release.inputs";

    private Labels() {}

    /** The recipe's own labels come in beside these; the two by which a later build adopts the image they cannot change. */
    static Map<String, String> of(ImageOrder order) {
        Map<String, String> labels = new LinkedHashMap<>();
        put(labels, SOURCE, order.source());
        // An image that is to come out the same every time cannot say when it was made.
        put(labels, CREATED, order.recipe().timestamp() < 0
                ? order.created()
                : Instant.ofEpochSecond(order.recipe().timestamp()).toString());
        labels.putAll(order.recipe().labels());
        put(labels, REVISION, order.revision());
        labels.put(INPUTS, inputs(order.recipe()));
        return labels;
    }

    private static void put(Map<String, String> labels, String key, String value) {
        if (!value.isEmpty()) {
            labels.put(key, value);
        }
    }

    /** A short mark of everything in a recipe that changes what comes out. */
    static String inputs(Recipe recipe) {
        String text = String.join(
                "\n", recipe.dockerfile(), recipe.context(), recipe.target(), new TreeMap<>(recipe.args()).toString(),
                recipe.platforms().toString());
        return Digests.of(text.getBytes(StandardCharsets.UTF_8)).substring("sha256:".length(), "sha256:".length() + 16);
    }
}
