package io.jenkins.plugins.ecsrelease.rehearsal.builtin;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The directories in which {@code node} blocks work: one of the job, and more beside it while several are open. */
public final class Workspaces {

    private final Path first;
    private final Set<Path> taken = new HashSet<>();

    public Workspaces(Path first) {
        this.first = first;
    }

    synchronized Path take() {
        Path free = first;
        for (int n = 2; taken.contains(free); n++) {
            free = first.resolveSibling(first.getFileName() + "@" + n);
        }
        taken.add(free);
        return free;
    }

    synchronized void takeAgain(Path path) {
        taken.add(path);
    }

    synchronized void release(Path path) {
        taken.remove(path);
    }
}
