package io.jenkins.plugins.ecsrelease.engine.exec;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Our side of the handshake that an agent asks for when the cluster encrypts sessions, and the cipher that comes of it.
 * Without a handshake everything stays clear.
 */
final class Handshake {

    private static final Set<String> SHELLS = Set.of("Standard_Stream", "InteractiveCommands", "NonInteractiveCommands");

    private final Keys keys;
    private final Executor calls;
    private final Consumer<Runnable> loop;
    private final BiConsumer<Integer, byte[]> send;
    private SessionCipher cipher;
    private boolean answered;

    /**
     * @param calls where KMS is asked
     * @param loop back to the channel's thread
     * @param send a payload of this kind, as is
     */
    Handshake(Keys keys, Executor calls, Consumer<Runnable> loop, BiConsumer<Integer, byte[]> send) {
        this.keys = keys;
        this.calls = calls;
        this.loop = loop;
        this.send = send;
    }

    byte[] open(byte[] wire) throws GeneralSecurityException {
        return cipher == null ? wire : cipher.open(wire);
    }

    byte[] seal(byte[] clear) throws GeneralSecurityException {
        return cipher == null ? clear : cipher.seal(clear);
    }

    void requested(byte[] payload, Consumer<String> failed) {
        if (answered) {
            return; // a second request would let a gateway change keys under us
        }
        answered = true;
        JsonNode request;
        try {
            request = Contents.tree(payload);
        } catch (IOException e) {
            failed.accept("the agent's request cannot be read");
            return;
        }
        JsonNode encryption = null;
        for (JsonNode action : request.path("RequestedClientActions")) {
            if (action.path("ActionType").asText().equals("KMSEncryption")) {
                encryption = action.path("ActionParameters");
            }
        }
        if (encryption == null) {
            answer(request, null, null, failed);
            return;
        }
        String keyId = encryption.path("KMSKeyId").asText("");
        String challenge = encryption.path("Challenge").asText("");
        calls.execute(() -> {
            try {
                Keys.DataKey key = keys.make(keyId, challenge.isEmpty() ? Optional.empty() : Optional.of(challenge));
                loop.accept(() -> {
                    cipher = new SessionCipher(key.clear());
                    answer(request, new Contents.KeyResult(key.sealed(), null, challenge.isEmpty() ? null : true), null, failed);
                });
            } catch (Exception e) {
                String why = "no data key for " + keyId + ": " + Words.of(e);
                loop.accept(() -> answer(request, null, why, failed));
            }
        });
    }

    private void answer(JsonNode request, Contents.KeyResult key, String keyError, Consumer<String> failed) {
        List<Contents.ProcessedAction> actions = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (JsonNode action : request.path("RequestedClientActions")) {
            String type = action.path("ActionType").asText("");
            String wanted = action.path("ActionParameters").path("SessionType").asText("");
            if (type.equals("KMSEncryption")) {
                actions.add(new Contents.ProcessedAction(
                        type, key == null ? Contents.FAILED : Contents.SUCCESS, key, keyError == null ? "" : keyError));
                if (keyError != null) {
                    errors.add(keyError);
                }
            } else if (type.equals("SessionType") && SHELLS.contains(wanted)) {
                actions.add(new Contents.ProcessedAction(type, Contents.SUCCESS, null, ""));
            } else {
                String error = type.equals("SessionType") ? "No session of type " + wanted : "No action " + type;
                actions.add(new Contents.ProcessedAction(type, Contents.UNSUPPORTED, null, error));
                errors.add(error);
            }
        }
        send.accept(
                Frame.HANDSHAKE_RESPONSE,
                Contents.write(new Contents.HandshakeResponse(
                        Contents.CLIENT_VERSION, actions, errors.isEmpty() ? null : errors)));
        if (!errors.isEmpty()) {
            failed.accept(String.join("; ", errors));
        }
    }

    /** Proves that both sides have the key: what the agent sealed comes back sealed with ours. */
    void challenged(byte[] payload, Consumer<String> failed) {
        try {
            if (cipher == null) {
                throw new GeneralSecurityException("a challenge came before the key");
            }
            byte[] clear = cipher.open(Contents.read(payload, Contents.Challenge.class).challenge());
            send.accept(Frame.CHALLENGE_RESPONSE, Contents.write(new Contents.Challenge(cipher.seal(clear))));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            failed.accept("the agent's challenge could not be answered: " + Words.of(e));
        }
    }
}
