package io.jenkins.plugins.ecsrelease.engine.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A kind of work: how an order begins, and how its saved phases are named and read back.
 *
 * @param <O> the order: a record of plain values, checked by its compact constructor
 */
public interface Operation<O extends Record> {

    /** A stable name, such as "blue-green". */
    String kind();

    /** The schema of order and phases; raised whenever a field changes. */
    int schema();

    Class<O> order();

    Phase begin(O order);

    /** Stable phase names, each for one class; {@link Ended} is known to the engine. */
    Map<String, Class<? extends Phase>> phases();

    /** What answers this operation's questions. The same loader may be named by several operations. */
    List<Loader<?, ?>> loaders();

    /**
     * Brings a saved order or phase of an older schema up to date.
     *
     * @param saved {@code {"order": …, "phase": {"name": …, "state": …}}}
     */
    default JsonNode upgrade(JsonNode saved, int from) {
        throw new IllegalStateException("No upgrade of " + kind() + " from schema " + from + ".");
    }
}
