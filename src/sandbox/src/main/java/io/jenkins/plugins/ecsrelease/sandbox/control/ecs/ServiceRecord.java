package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

/** One service. */
final class ServiceRecord {
    String clusterArn;
    String status = "ACTIVE";

    boolean isActive() {
        return status.equals("ACTIVE");
    }
}
