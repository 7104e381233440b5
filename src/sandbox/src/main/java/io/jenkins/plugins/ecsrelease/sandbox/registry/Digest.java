package io.jenkins.plugins.ecsrelease.sandbox.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests as registries write them. */
final class Digest {

    private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

    private Digest() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String of(byte[] bytes) {
        return text(sha256().digest(bytes));
    }

    static String text(byte[] hash) {
        return "sha256:" + HexFormat.of().formatHex(hash);
    }

    static boolean is(String text) {
        return text != null && FORM.matcher(text).matches();
    }
}
