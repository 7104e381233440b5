package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.util.Map;

/**
 * One AWS service of the sandbox, found through {@link java.util.ServiceLoader}. The handler implements the SDK's own
 * client interface of that service; the operations it declares are those the sandbox knows.
 *
 * <p>Calls and events of one world never run at the same time, so a handler needs no locks; it must not wait for
 * another thread. It refuses by throwing the service's modelled exceptions, or {@link Refused}. Every other exception is
 * a bug of the handler. The SDK validates nothing: what AWS requires, the handler must ask for.
 */
public interface Handlers {

    /** The client interface, such as {@code EcsClient.class}. */
    Class<?> client();

    /** The handler of a world; implements {@link #client()}. */
    Object in(World world);

    /** Operations that the SDK's client does not have yet, by name. JSON services only. */
    default Map<String, RawOperation> raw(World world) {
        return Map.of();
    }
}
