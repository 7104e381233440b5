package io.jenkins.plugins.ecsrelease.engine.exec;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM of a session whose cluster names a KMS key. Of the data key's 64 bytes the first half is the agent's and
 * opens what it sends, the second half is ours.
 */
final class SessionCipher {

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec opens;
    private final SecretKeySpec seals;
    private final SecureRandom random = new SecureRandom();

    SessionCipher(byte[] dataKey) {
        if (dataKey.length != 64) {
            throw new IllegalArgumentException("The data key of a session has 64 bytes, not " + dataKey.length + ".");
        }
        opens = new SecretKeySpec(dataKey, 0, 32, "AES");
        seals = new SecretKeySpec(dataKey, 32, 32, "AES");
    }

    byte[] open(byte[] wire) throws GeneralSecurityException {
        if (wire.length < NONCE) {
            throw new GeneralSecurityException("Too short to be encrypted: " + wire.length + " bytes");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, opens, new GCMParameterSpec(TAG_BITS, wire, 0, NONCE));
        return cipher.doFinal(wire, NONCE, wire.length - NONCE);
    }

    byte[] seal(byte[] clear) throws GeneralSecurityException {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, seals, new GCMParameterSpec(TAG_BITS, nonce));
        byte[] sealed = cipher.doFinal(clear);
        byte[] wire = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, wire, NONCE, sealed.length);
        return wire;
    }
}
