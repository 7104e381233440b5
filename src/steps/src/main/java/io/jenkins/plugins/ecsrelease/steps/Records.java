package io.jenkins.plugins.ecsrelease.steps;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Where closed journals are: in the directory of their build and, once the build is gone, in that of its job for as long
 * as the configuration says.
 */
public final class Records {

    private static final Logger LOGGER = Logger.getLogger(Records.class.getName());
    private static final String DIRECTORY = "ecs-release";

    private Records() {}

    /** Of a build; there may be no such directory. */
    public static Path of(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve(DIRECTORY);
    }

    /** Of a build that may be gone, without loading it. */
    public static Path of(Job<?, ?> job, int build) {
        Path present = job.getBuildDir().toPath().resolve(Integer.toString(build)).resolve(DIRECTORY);
        return Files.isDirectory(present) ? present : kept(job).resolve(Integer.toString(build));
    }

    /** The numbers of the builds of a job that released something, newest first. */
    public static List<Integer> builds(Job<?, ?> job) throws IOException {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (Integer each : numbers(job.getBuildDir().toPath())) {
            if (Files.isDirectory(of(job, each))) {
                numbers.add(each);
            }
        }
        numbers.addAll(numbers(kept(job)));
        return List.copyOf(numbers.descendingSet());
    }

    private static Path kept(Job<?, ?> job) {
        return job.getRootDir().toPath().resolve(DIRECTORY);
    }

    private static Collection<Integer> numbers(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(each -> each.getFileName().toString()).filter(each -> each.matches("\\d{1,9}")).map(Integer::valueOf).toList();
        }
    }

    /** The records of a build that is about to be deleted stay, those that have been kept long enough go. */
    static void outlive(Run<?, ?> run, int days, Instant now) throws IOException {
        Path kept = kept(run.getParent());
        if (days > 0 && Files.isDirectory(of(run))) {
            Files.createDirectories(kept);
            Path there = kept.resolve(Integer.toString(run.getNumber()));
            Files.move(of(run), there);
            Files.setLastModifiedTime(there, FileTime.from(now));
        }
        for (Integer each : numbers(kept)) {
            Path old = kept.resolve(Integer.toString(each));
            if (Files.getLastModifiedTime(old).toInstant().isBefore(now.minus(Duration.ofDays(days)))) {
                delete(old);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(directory);
    }

    /** Told before the build's directory goes. */
    @Extension
    public static final class Keeper extends RunListener<Run<?, ?>> {

        @Override
        public void onDeleted(Run<?, ?> run) {
            try {
                outlive(run, ReleaseConfiguration.get().getRecordDays(), Instant.now());
            } catch (IOException unkept) {
                LOGGER.log(Level.WARNING, unkept, () -> "The release records of " + run + " could not be kept.");
            }
        }
    }
}
