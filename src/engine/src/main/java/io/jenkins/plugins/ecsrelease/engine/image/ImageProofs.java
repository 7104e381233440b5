package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether an image has a signature and a bill of materials (SBOM) in its repository. That they are there is asked, not
 * what they prove: no signature is verified, no bill is read.
 *
 * @param from who reads it; null for the acting identity
 * @param account of its registry; empty for the reader's own
 * @param region of its registry; empty for the reader's own
 * @param wanted of {@link #SIGNATURE} and {@link #SBOM}
 */
public record ImageProofs(Identity from, String account, String region, String repository, String digest, List<String> wanted)
        implements Question<ImageProofs.Told> {

    public static final String SIGNATURE = "signature";
    public static final String SBOM = "sbom";

    /**
     * @param missing of the wanted ones
     * @param signing what ECR says of its own signing; empty where nothing
     * @param pending whether ECR is still at signing it
     */
    public record Told(List<String> missing, String signing, boolean pending) {

        /** What is missing, with what to do about it; one for each. */
        public List<String> complaints(String image) {
            return missing.stream().map(each -> each.equals(SIGNATURE)
                    ? "The image " + image + " has no signature, which 'require' asks for" + (signing.isEmpty() ? "" : " (" + signing + ")")
                            + ". Sign it (cosign sign, notation sign); or let ECR sign what is pushed (aws ecr put-signing-configuration) and "
                            + "build it again. If it is signed where it came from, promote it again: ecrPromote brings along what refers to an "
                            + "image, and cosign's tags " + ProofTags.signature("sha256:…") + "."
                    : "The image " + image + " has no SBOM, which 'require' asks for: no SPDX or CycloneDX document is attached to it. "
                            + "Attach one (cosign attest --type cyclonedx, oras attach --artifact-type application/vnd.cyclonedx+json), or build "
                            + "with one (docker buildx build --sbom=true). If it has one where it came from, promote it again: ecrPromote brings "
                            + "along what refers to an image, and cosign's tags " + ProofTags.attestation("sha256:…") + " and "
                            + ProofTags.bill("sha256:…") + ".").toList();
        }
    }

    private static final Set<String> SIGNATURES = Set.of("application/vnd.dev.cosign.artifact.sig.v1+json",
            "application/vnd.dev.cosign.simplesigning.v1+json", "application/vnd.cncf.notary.signature");
    private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";
    private static final String SIGNED = "https://sigstore.dev/cosign/sign/";
    private static final Set<String> BILLS = Set.of("application/spdx+json", "application/spdx+xml", "text/spdx", "text/spdx+json",
            "text/spdx+xml", "application/vnd.cyclonedx", "application/vnd.cyclonedx+json", "application/vnd.cyclonedx+xml",
            "application/vnd.dev.cosign.artifact.sbom.v1+json");

    /** What an artifact is that refers to an image; empty for anything else, such as provenance. */
    static String kind(String artifactType, Map<String, String> annotations) {
        String type = artifactType == null ? "" : artifactType;
        if (SIGNATURES.contains(type)) {
            return SIGNATURE;
        }
        if (BILLS.contains(type)) {
            return SBOM;
        }
        Map<String, String> said = new TreeMap<>(annotations == null ? Map.of() : annotations);
        String predicate = said.getOrDefault("dev.sigstore.bundle.predicateType", "");
        if (type.startsWith(BUNDLE)
                && (said.getOrDefault("dev.sigstore.bundle.content", "").equals("message-signature") || predicate.startsWith(SIGNED))) {
            return SIGNATURE;
        }
        return isBill(predicate) || isBill(said.getOrDefault("in-toto.io/predicate-type", "")) ? SBOM : "";
    }

    /** Whether an attestation's predicate is a bill of materials. */
    static boolean isBill(String predicate) {
        return predicate.startsWith("https://spdx.dev/Document") || predicate.startsWith("https://cyclonedx.org/bom");
    }
}
