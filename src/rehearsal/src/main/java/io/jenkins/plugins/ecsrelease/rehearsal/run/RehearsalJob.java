package io.jenkins.plugins.ecsrelease.rehearsal.run;

import hudson.model.Job;
import hudson.model.TopLevelItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/** The job that is rehearsed, with the builds of earlier rehearsals in the same directory. */
public final class RehearsalJob extends Job<RehearsalJob, RehearsalBuild> implements TopLevelItem {

    private final SortedMap<Integer, RehearsalBuild> builds = new TreeMap<>(Comparator.reverseOrder());

    public RehearsalJob(String name) throws IOException {
        super(Jenkins.get(), name);
        Path directory = getRootDir().toPath().resolve("builds");
        if (Files.isDirectory(directory)) {
            try (Stream<Path> found = Files.list(directory)) {
                for (Path each : found.filter(path -> Files.exists(path.resolve("build.json"))).toList()) {
                    RehearsalBuild build = new RehearsalBuild(this, BuildRecord.read(each));
                    builds.put(build.getNumber(), build);
                }
            }
        }
        nextBuildNumber = builds.isEmpty() ? 1 : builds.firstKey() + 1;
        builds.values().forEach(RehearsalBuild::attach);
    }

    void add(RehearsalBuild build) {
        builds.put(build.getNumber(), build);
        nextBuildNumber = Math.max(nextBuildNumber, build.getNumber() + 1);
        build.attach();
    }

    @Override
    protected SortedMap<Integer, RehearsalBuild> _getRuns() {
        return builds;
    }

    @Override
    protected void removeRun(RehearsalBuild run) {
        builds.remove(run.getNumber());
    }

    @Override
    public boolean isBuildable() {
        return true;
    }
}
