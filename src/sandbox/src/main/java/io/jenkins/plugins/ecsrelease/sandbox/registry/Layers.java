package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Goes through the files of an image, layer by layer, lowest first. */
final class Layers {

    /** What is done with an entry of a layer. */
    interface Visitor {
        /** @param path without leading "./" or "/", and without trailing "/" */
        void entry(String path, TarArchiveEntry entry, InputStream content) throws IOException;
    }

    private Layers() {}

    static void visit(Blobs blobs, Manifest manifest, Visitor visitor) throws IOException {
        for (Manifest.Part layer : manifest.layers()) {
            if (!layer.mediaType().contains("tar")) {
                continue;
            }
            try (InputStream raw = new BufferedInputStream(blobs.open(layer.digest()), 1 << 16);
                    TarArchiveInputStream tar = new TarArchiveInputStream(plain(raw, layer.mediaType()))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    visitor.entry(path(entry.getName()), entry, tar);
                }
            }
        }
    }

    private static InputStream plain(InputStream raw, String mediaType) throws IOException {
        raw.mark(2);
        boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
        raw.reset();
        if (!gzip && mediaType.endsWith("zstd")) {
            throw new IOException("layers compressed with zstd are not read here");
        }
        return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
    }

    static String path(String name) {
        String path = name;
        while (path.startsWith("./") || path.startsWith("/")) {
            path = path.substring(path.startsWith("/") ? 1 : 2);
        }
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.equals(".") ? "" : path;
    }
}
