package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

/** One task. */
final class TaskRecord {
    String clusterArn;
    String lastStatus = "PROVISIONING";

    boolean isRunning() {
        return lastStatus.equals("RUNNING");
    }

    boolean isStopped() {
        return lastStatus.equals("STOPPED");
    }
}
