package io.jenkins.plugins.ecsrelease.sandbox.session;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The agent's side of an encrypted session: the key that the client brings, opened by KMS, and what it is used for. */
final class Encryption {

    /** kms:Decrypt with the session's encryption context. */
    interface Decrypt {
        byte[] key(byte[] sealed, String challenge) throws GeneralSecurityException;
    }

    private final String keyId;
    private final Decrypt decrypt;
    private final String challenge;
    private final SecureRandom random = new SecureRandom();
    private SecretKeySpec seals;
    private SecretKeySpec opens;

    Encryption(String keyId, Decrypt decrypt) {
        this.keyId = keyId;
        this.decrypt = decrypt;
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        challenge = Base64.getEncoder().encodeToString(bytes);
    }

    String keyId() {
        return keyId;
    }

    String challenge() {
        return challenge;
    }

    synchronized void unseal(byte[] sealed) throws GeneralSecurityException {
        byte[] key = decrypt.key(sealed, challenge);
        if (key.length != 64) {
            throw new GeneralSecurityException("A session key has 64 bytes, not " + key.length);
        }
        seals = new SecretKeySpec(key, 0, 32, "AES");
        opens = new SecretKeySpec(key, 32, 32, "AES");
    }

    synchronized byte[] seal(byte[] clear) throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, seals, new GCMParameterSpec(128, nonce));
        byte[] sealed = cipher.doFinal(clear);
        byte[] all = Arrays.copyOf(nonce, 12 + sealed.length);
        System.arraycopy(sealed, 0, all, 12, sealed.length);
        return all;
    }

    synchronized byte[] open(byte[] sealed) throws GeneralSecurityException {
        if (opens == null) {
            throw new GeneralSecurityException("Encrypted input came before the key");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, opens, new GCMParameterSpec(128, sealed, 0, 12));
        return cipher.doFinal(sealed, 12, sealed.length - 12);
    }
}
