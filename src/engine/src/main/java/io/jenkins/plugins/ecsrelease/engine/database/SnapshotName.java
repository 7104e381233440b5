package io.jenkins.plugins.ecsrelease.engine.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of a build's snapshot: readable, and the same whenever it is asked for, so that a name is the token that keeps
 * a snapshot from being taken twice. Legal by the rules of RDS: at most 63 lower-case letters, digits and single hyphens,
 * a letter first, no hyphen last.
 */
final class SnapshotName {

    private static final int LONGEST = 63;
    private static final String PREFIX = "release-";

    private SnapshotName() {}

    static String of(SnapshotOrder order) {
        String about = String.join("\n", order.job(), order.build(), order.suffix(), order.cluster(), order.instance());
        String tail = "-" + digest(about, 8);
        String build = legal(order.build());
        String job = legal(order.job());
        int room = LONGEST - PREFIX.length() - tail.length() - Math.min(build.length(), 20) - 1;
        String readable = PREFIX + end(job, room) + "-" + end(build, 20) + tail;
        return readable.replaceAll("-{2,}", "-");
    }

    /** Which job a snapshot belongs to, in characters that a tag may have. */
    static String jobKey(String job) {
        return digest(job, 16);
    }

    static String tagValue(String text) {
        String legal = text.replaceAll("[^\\p{L}\\p{Z}\\p{N}_.:/=+@-]", "_");
        return legal.length() <= 256 ? legal : legal.substring(legal.length() - 256);
    }

    private static String legal(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    /** The end of a long name tells more than its beginning: folders come first. */
    private static String end(String text, int most) {
        return text.length() <= most ? text : text.substring(text.length() - most);
    }

    static String digest(String text, int digits) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
