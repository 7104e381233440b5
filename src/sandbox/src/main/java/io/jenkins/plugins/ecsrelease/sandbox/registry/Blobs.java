package io.jenkins.plugins.ecsrelease.sandbox.registry;

import io.jenkins.plugins.ecsrelease.sandbox.world.Place;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/** Layers and configurations by digest, in files. Which repository holds which of them is the repository's affair. */
final class Blobs {

    private final Path directory;

    Blobs(World world) {
        directory = world.part(Place.class).directory().resolve("registry");
        try {
            Files.createDirectories(directory.resolve("blobs"));
            Files.createDirectories(directory.resolve("uploads"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file(String digest) {
        return directory.resolve("blobs").resolve(digest.substring("sha256:".length()));
    }

    boolean has(String digest) {
        return Files.exists(file(digest));
    }

    long size(String digest) {
        try {
            return Files.size(file(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] read(String digest) throws IOException {
        return Files.readAllBytes(file(digest));
    }

    InputStream open(String digest) throws IOException {
        return Files.newInputStream(file(digest));
    }

    /** An upload under way: bytes appended in order, then kept under the digest they turn out to have. */
    final class Upload {

        final String id = UUID.randomUUID().toString();
        private final Path file = directory.resolve("uploads").resolve(id);
        private final MessageDigest sha = Digest.sha256();
        private long length;

        Upload() throws IOException {
            Files.createFile(file);
        }

        synchronized long length() {
            return length;
        }

        /** Appends everything that comes; what arrived before a broken connection stays. */
        synchronized void append(InputStream bytes) throws IOException {
            byte[] buffer = new byte[1 << 16];
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
                for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                    out.write(buffer, 0, n);
                    sha.update(buffer, 0, n);
                    length += n;
                }
            }
        }

        /** Keeps the bytes; false, and nothing kept, when they do not have this digest. */
        synchronized boolean complete(String digest) throws IOException {
            if (!Digest.text(sha.digest()).equals(digest)) {
                Files.deleteIfExists(file);
                return false;
            }
            Files.move(file, file(digest), StandardCopyOption.ATOMIC_MOVE);
            return true;
        }

        synchronized void cancel() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
