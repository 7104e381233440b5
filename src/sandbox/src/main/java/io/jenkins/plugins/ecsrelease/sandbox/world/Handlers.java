package io.jenkins.plugins.ecsrelease.sandbox.world;

/**
 * One AWS service of the sandbox, found through {@link java.util.ServiceLoader}. The handler implements the SDK's own
 * client interface of that service; the operations it declares are those the sandbox knows.
 */
public interface Handlers {

    /** The client interface, such as {@code EcsClient.class}. */
    Class<?> client();

    /** The handler of a world; implements {@link #client()}. */
    Object in(World world);
}
