package io.jenkins.plugins.ecsrelease.engine.operation;

import java.util.Map;
import java.util.Set;

/**
 * Answers one kind of question, many at a time. Reads only.
 *
 * <p>A question missing from what {@link #load} returns is answered as not found; an exception is translated to a
 * problem for every question of the batch, and a denied batch is split so that one forbidden name does not hide others.
 */
public interface Loader<Q extends Question<A>, A> {

    Class<Q> question();

    /**
     * Whether questions of several operations under one identity may be answered together, an equal one only once. False
     * where the answer depends on the operation's own host, such as a file on its agent: then {@link #load} gets the
     * questions of one operation, and that operation's tools.
     */
    default boolean shared() {
        return true;
    }

    /** How many questions one call answers, at least 1 (10 services, 100 tasks, 20 service deployments, 100 alarms). */
    int batch();

    Map<Q, Answer<A>> load(Tools tools, Set<Q> questions) throws Exception;
}
