package io.jenkins.plugins.ecsrelease.engine.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of bytes. */
final class Digests {

    private Digests() {}

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

    /** "sha256:0123456789ab", for people. */
    static String brief(String digest) {
        return digest.length() > 19 ? digest.substring(0, 19) : digest;
    }
}
