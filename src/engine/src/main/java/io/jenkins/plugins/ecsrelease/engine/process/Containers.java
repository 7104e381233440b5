package io.jenkins.plugins.ecsrelease.engine.process;

import io.jenkins.plugins.ecsrelease.engine.operation.Tools;

/** Reaches containers of running tasks; the transport behind {@link Tools#detached} for a {@link Detached.Place.Container}. */
@FunctionalInterface
public interface Containers extends AutoCloseable {

    /** Programs in this container, through calls of the identity that {@code tools} act as. No call is made yet. */
    Detached in(Tools tools, Detached.Place.Container container);

    /** Lets go of sessions and threads; what runs in containers goes on. */
    @Override
    default void close() {}
}
