package io.jenkins.plugins.ecsrelease.sandbox.control.kms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A symmetric key. Its material never leaves it; what it sealed tells which key it was. */
final class Key {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    final String id = UUID.randomUUID().toString();
    final String arn;
    final String account;
    final Instant created;
    final String description;
    final boolean managedByAws;
    final Map<String, String> tags = new TreeMap<>();
    String policy;
    String state = "Enabled";
    Instant deletion;
    private final byte[] material = new byte[32];

    Key(String account, String region, String description, boolean managedByAws, Instant created) {
        arn = "arn:aws:kms:" + region + ":" + account + ":key/" + id;
        this.account = account;
        this.description = description;
        this.managedByAws = managedByAws;
        this.created = created;
        RANDOM.nextBytes(material);
    }

    /** The key's id, a nonce, and the text under AES-GCM with the context as its authenticated part. */
    byte[] seal(byte[] text, Map<String, String> context) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(text);
        byte[] name = id.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + NONCE + sealed.length).put(name).put(nonce).put(sealed).array();
    }

    /** @throws GeneralSecurityException if it was not sealed so, or in another context */
    byte[] open(byte[] blob, Map<String, String> context) throws GeneralSecurityException {
        ByteBuffer parts = ByteBuffer.wrap(blob);
        parts.position(id.length());
        byte[] nonce = new byte[NONCE];
        parts.get(nonce);
        byte[] sealed = new byte[parts.remaining()];
        parts.get(sealed);
        return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(sealed);
    }

    private Cipher cipher(int mode, byte[] nonce, Map<String, String> context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(material, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        for (Map.Entry<String, String> entry : new TreeMap<>(context).entrySet()) {
            byte[] name = entry.getKey().getBytes(StandardCharsets.UTF_8);
            byte[] value = entry.getValue().getBytes(StandardCharsets.UTF_8);
            cipher.updateAAD(ByteBuffer.allocate(8 + name.length + value.length)
                    .putInt(name.length).put(name).putInt(value.length).put(value).array());
        }
        return cipher;
    }

    /** Which key sealed a blob; empty where it is none of KMS. */
    static String idOf(byte[] blob) {
        return blob.length <= 36 + NONCE ? "" : new String(blob, 0, 36, StandardCharsets.US_ASCII);
    }
}
