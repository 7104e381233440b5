package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The tags under which cosign keeps what is about an image where it does not use the registry's referrers: signatures,
 * attestations, and bills of materials, each made of the image's digest.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">Tags of cosign</a>
 */
final class ProofTags {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ProofTags() {}

    static String signature(String digest) {
        return digest.replace(':', '-') + ".sig";
    }

    static String attestation(String digest) {
        return digest.replace(':', '-') + ".att";
    }

    static String bill(String digest) {
        return digest.replace(':', '-') + ".sbom";
    }

    /** A signature comes last, so that what it stands for is there before it. */
    static List<String> of(String digest) {
        return List.of(bill(digest), attestation(digest), signature(digest));
    }

    /**
     * What a manifest consists of, a hash of each layer's whole descriptor: two signatures of one image have the same layer,
     * and differ in what is noted beside it.
     */
    static List<String> parts(String manifest) throws IOException {
        List<String> parts = new ArrayList<>();
        for (JsonNode layer : JSON.readTree(manifest).path("layers")) {
            parts.add(Digests.of(layer.toString().getBytes(StandardCharsets.UTF_8)));
        }
        return List.copyOf(parts);
    }
}
