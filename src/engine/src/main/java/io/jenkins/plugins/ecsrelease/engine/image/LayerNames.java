package io.jenkins.plugins.ecsrelease.engine.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Looks for files that look like secrets in the layers of an image. A file that a later layer removes is still in the
 * image for everybody who can pull it, so it counts. Only names are read, and only of images that are not large.
 *
 * @param unread why it was not done; empty where it was
 */
record LayerNames(List<String> suspicious, String unread) {

    private static final long LIMIT = 300L << 20;
    private static final int BLOCK = 512;

    private static final Pattern SECRET = Pattern.compile("(?:.*/)?(?:"
            + "\\.env(?:\\.(?!example|sample|dist|template)[^/]*)?|\\.npmrc|\\.pypirc|\\.netrc|auth\\.json|\\.git-credentials"
            + "|id_rsa|id_dsa|id_ecdsa|id_ed25519|[^/]*\\.(?:pfx|p12|jks|keystore)|[^/]*private[^/]*\\.(?:pem|key)"
            + "|\\.aws/credentials|\\.docker/config\\.json|\\.kube/config|\\.ssh/[^/]+|\\.git/config"
            + "|terraform\\.tfstate|credentials\\.json)");

    static LayerNames of(Stored stored, Manifest manifest) throws IOException {
        long bytes = manifest.layers().stream().mapToLong(Manifest.Part::size).sum();
        if (bytes > LIMIT) {
            return new LayerNames(List.of(), "the layers are larger than 300 MiB");
        }
        TreeSet<String> found = new TreeSet<>();
        for (Manifest.Part layer : manifest.layers()) {
            if (!layer.mediaType().contains("tar") || layer.mediaType().endsWith("zstd")) {
                return new LayerNames(List.copyOf(found), "a layer is a " + layer.mediaType());
            }
            try (InputStream in = new BufferedInputStream(stored.blob(layer.digest()), 1 << 16)) {
                in.mark(2);
                boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
                in.reset();
                names(gzip ? new GZIPInputStream(in, 1 << 16) : in, found);
            }
        }
        return new LayerNames(found.stream().limit(20).toList(), "");
    }

    /** Walks the headers of a tar file: ustar names, and the longer ones of pax and GNU. */
    private static void names(InputStream tar, TreeSet<String> found) throws IOException {
        String longer = null;
        byte[] header = new byte[BLOCK];
        while (tar.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
            long size = octal(header, 124, 12);
            char type = (char) header[156];
            long padded = (size + BLOCK - 1) / BLOCK * BLOCK;
            if (type == 'x' || type == 'L') {
                byte[] content = tar.readNBytes((int) Math.min(size, 1 << 20));
                tar.skipNBytes(padded - content.length);
                String text = new String(content, StandardCharsets.UTF_8);
                longer = type == 'L' ? text.replace("\0", "") : pax(text, longer);
                continue;
            }
            String name = longer != null ? longer : name(header);
            longer = null;
            if ((type == '0' || type == 0) && SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches() && size > 0) {
                found.add(name);
            }
            tar.skipNBytes(padded);
        }
    }

    private static String pax(String text, String otherwise) {
        String path = otherwise;
        for (String line : text.split("\n")) {
            int at = line.indexOf(" path=");
            if (at > 0) {
                path = line.substring(at + " path=".length());
            }
        }
        return path;
    }

    private static String name(byte[] header) {
        String name = text(header, 0, 100);
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] bytes, int from, int length) {
        if ((bytes[from] & 0x80) != 0) {
            long value = 0;
            for (int i = from + length - 8; i < from + length; i++) {
                value = value << 8 | bytes[i] & 0xff;
            }
            return value;
        }
        String text = text(bytes, from, length).trim();
        return text.isEmpty() ? 0 : Long.parseLong(text, 8);
    }
}
