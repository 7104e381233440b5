package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/** The layers of an image laid over one another in a directory. Owners and devices are left out: nobody here is root. */
final class Rootfs {

    private final Path root;

    private Rootfs(Path root) {
        this.root = root;
    }

    /** Unpacks, once for each image; a directory that is there is complete. */
    static Path of(Blobs blobs, Manifest manifest, String digest, Path parent) throws IOException {
        Path ready = parent.resolve(digest.substring("sha256:".length()));
        if (Files.isDirectory(ready)) {
            return ready;
        }
        Files.createDirectories(parent);
        Path making = Files.createTempDirectory(parent, "unpacking-");
        Rootfs rootfs = new Rootfs(making);
        Layers.visit(blobs, manifest, rootfs::entry);
        Files.move(making, ready, StandardCopyOption.ATOMIC_MOVE);
        return ready;
    }

    private void entry(String path, TarArchiveEntry entry, InputStream content) throws IOException {
        Path target = root.resolve(path).normalize();
        if (!target.startsWith(root) || path.isEmpty()) {
            return;
        }
        String name = target.getFileName().toString();
        if (name.equals(".wh..wh..opq")) {
            clear(target.getParent());
            return;
        }
        if (name.startsWith(".wh.")) {
            delete(target.resolveSibling(name.substring(4)));
            return;
        }
        solidParents(target);
        if (entry.isDirectory()) {
            if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
                delete(target);
                Files.createDirectory(target);
            }
            return;
        }
        delete(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Path existing = root.resolve(Layers.path(entry.getLinkName())).normalize();
            if (existing.startsWith(root) && Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
                Files.createLink(target, existing);
            }
        } else if (entry.isFile()) {
            Files.copy(content, target);
            Files.setPosixFilePermissions(target, permissions(entry.getMode()));
        }
    }

    /** Parents must be directories of this tree; a link in between could lead out of it. */
    private void solidParents(Path target) throws IOException {
        Path at = root;
        for (Path part : root.relativize(target.getParent())) {
            at = at.resolve(part);
            if (part.toString().isEmpty() || Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (Files.isSymbolicLink(at)) {
                Path to = at.getParent().resolve(relative(Files.readSymbolicLink(at))).normalize();
                if (!to.startsWith(root)) {
                    throw new IOException("A layer writes through a link that leads out of the image: " + at);
                }
                continue;
            }
            Files.createDirectory(at);
        }
    }

    private Path relative(Path link) {
        return link.isAbsolute() ? root.resolve(link.toString().substring(1)) : link;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        PosixFilePermission[] all = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ
        };
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                set.add(all[bit]);
            }
        }
        return set;
    }

    private static void clear(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(directory)) {
                for (Path child : children.toList()) {
                    delete(child);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path one : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
