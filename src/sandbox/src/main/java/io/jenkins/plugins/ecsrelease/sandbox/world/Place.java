package io.jenkins.plugins.ecsrelease.sandbox.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a world is on this machine. A part of the world, filled before the first call. */
public final class Place implements AutoCloseable {

    private volatile URI endpoint;
    private volatile Path directory;
    private boolean own;

    Place(World world) {}

    /** Where the sandbox listens, such as http://127.0.0.1:4566; no slash at the end. */
    public URI endpoint() {
        if (endpoint == null) {
            throw new IllegalStateException("This sandbox has no socket: it was started in-process only.");
        }
        return endpoint;
    }

    public boolean listens() {
        return endpoint != null;
    }

    public void endpoint(URI uri) {
        endpoint = uri;
    }

    /** Where rooms keep files, such as layers of images and the directories of tasks. */
    public synchronized Path directory() {
        if (directory == null) {
            try {
                directory = Files.createTempDirectory("ecs-sandbox-");
                own = true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return directory;
    }

    public void directory(Path path) {
        directory = path;
    }

    /** Deletes the directory if it was made here. */
    @Override
    public synchronized void close() throws IOException {
        if (!own) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
