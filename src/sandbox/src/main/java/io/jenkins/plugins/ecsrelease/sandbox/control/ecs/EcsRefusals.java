package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ServiceNotActiveException;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;

/** The ways in which ECS says no, in its own words. */
final class EcsRefusals {

    private EcsRefusals() {}

    static EcsException clusterNotFound() {
        return ClusterNotFoundException.builder().message("Cluster not found.").build();
    }

    static EcsException serviceNotFound() {
        return ServiceNotFoundException.builder().message("Service not found.").build();
    }

    static EcsException serviceNotActive() {
        return ServiceNotActiveException.builder().message("Service was not ACTIVE.").build();
    }

    static EcsException client(String message) {
        return (EcsException) ClientException.builder().message(message).build();
    }

    static EcsException invalid(String message) {
        return (EcsException) InvalidParameterException.builder().message(message).build();
    }
}
