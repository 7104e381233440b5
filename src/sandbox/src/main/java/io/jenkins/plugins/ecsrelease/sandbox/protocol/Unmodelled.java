package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Where the sandbox fell short of AWS: what a test must not have met if its result is to mean something. */
public final class Unmodelled {

    private final Set<String> members = new ConcurrentSkipListSet<>();
    private final Set<String> operations = new ConcurrentSkipListSet<>();
    private final Set<String> bugs = new ConcurrentSkipListSet<>();

    Unmodelled(World world) {}

    void member(String operation, String path) {
        members.add(operation + ": " + path);
    }

    void operation(String operation) {
        operations.add(operation);
    }

    void bug(String operation, Throwable thrown) {
        bugs.add(operation + ": " + thrown);
    }

    /** Members that a caller sent and that nothing read, such as "ecs:CreateService: serviceConnect[].newer". */
    public List<String> members() {
        return List.copyOf(members);
    }

    /** Operations that were asked for and that no handler has, such as "rds:CreateBlueGreenDeployment". */
    public List<String> operations() {
        return List.copyOf(operations);
    }

    /** Failures of handlers themselves. */
    public List<String> bugs() {
        return List.copyOf(bugs);
    }
}
