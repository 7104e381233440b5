package io.jenkins.plugins.ecsrelease.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.ecsrelease.engine.aws.Identity;
import io.jenkins.plugins.ecsrelease.engine.aws.Problems;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageReferrer;
import software.amazon.awssdk.services.ecr.model.ImageSigningStatus;
import software.amazon.awssdk.services.ecr.model.ListImageReferrersResponse;

/**
 * DescribeImageSigningStatus, ListImageReferrers, and BatchGetImage of the tags that cosign gives to what refers to an image
 * and of the attestations that BuildKit puts into an index. What is about an index counts for all of it; otherwise each of
 * its platforms must have its own.
 *
 * @see <a href="https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md">Tags of cosign</a>
 * @see <a href="https://docs.docker.com/build/metadata/attestations/attestation-storage/">Attestations of BuildKit</a>
 */
public final class ImageProofsLoader implements Loader<ImageProofs, ImageProofs.Told> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Class<ImageProofs> question() {
        return ImageProofs.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<ImageProofs, Answer<ImageProofs.Told>> load(Tools tools, Set<ImageProofs> questions) throws IOException {
        ImageProofs asked = questions.iterator().next();
        Tools reader = asked.from() == null ? tools : tools.as(asked.from());
        Identity identity = asked.from() == null ? tools.identity() : asked.from();
        Tools there = asked.region().isEmpty() || asked.region().equals(identity.region()) ? reader : tools.as(identity.in(asked.region()));
        return Map.of(asked, Answer.known(new Reading(there.client(EcrClient.class), asked).read()));
    }

    /** One image being looked at. */
    private static final class Reading {

        private final EcrClient ecr;
        private final ImageProofs asked;
        /** Null where the reader's own registry is meant. */
        private final String account;
        private String signing = "";
        private boolean pending;

        Reading(EcrClient ecr, ImageProofs asked) {
            this.ecr = ecr;
            this.asked = asked;
            this.account = asked.account().isEmpty() ? null : asked.account();
        }

        ImageProofs.Told read() throws IOException {
            Set<String> found = new HashSet<>();
            if (asked.wanted().contains(ImageProofs.SIGNATURE) && signed()) {
                found.add(ImageProofs.SIGNATURE);
            }
            if (!found.containsAll(asked.wanted())) {
                found.addAll(about(asked.digest()));
            }
            if (!found.containsAll(asked.wanted())) {
                found.addAll(aboutEachPlatform());
            }
            List<String> missing = asked.wanted().stream().filter(each -> !found.contains(each)).toList();
            return new ImageProofs.Told(missing, signing, pending && missing.contains(ImageProofs.SIGNATURE));
        }

        /** Where ECR does not know of signing, others may have signed. */
        private boolean signed() {
            try {
                for (ImageSigningStatus each : ecr.describeImageSigningStatus(ask -> ask.registryId(account)
                        .repositoryName(asked.repository()).imageId(id -> id.imageDigest(asked.digest()))).signingStatuses()) {
                    String status = String.valueOf(each.statusAsString());
                    if (status.equals("COMPLETE")) {
                        return true;
                    }
                    pending |= status.equals("IN_PROGRESS");
                    signing = "ECR's own signing is " + status + (each.failureCode() == null ? "" : ": " + each.failureCode())
                            + (each.failureReason() == null ? "" : ", " + each.failureReason());
                }
            } catch (EcrException e) {
                if (Problems.of(e).kind() != Problem.Kind.REFUSED) {
                    throw e;
                }
                signing = Problems.of(e).full();
            }
            return false;
        }

        private Set<String> about(String digest) throws IOException {
            Set<String> found = new HashSet<>();
            String token = null;
            do {
                String page = token;
                ListImageReferrersResponse answer = ecr.listImageReferrers(list -> list.registryId(account)
                        .repositoryName(asked.repository()).subjectId(id -> id.imageDigest(digest)).nextToken(page));
                for (ImageReferrer referrer : answer.referrers()) {
                    if (referrer.artifactStatusAsString() == null || referrer.artifactStatusAsString().equals("ACTIVE")) {
                        found.add(ImageProofs.kind(referrer.artifactType(), referrer.annotations()));
                    }
                }
                token = answer.nextToken();
            } while (token != null && !token.isEmpty());
            if (wants(found, ImageProofs.SIGNATURE) && manifest("", ProofTags.signature(digest)).isPresent()) {
                found.add(ImageProofs.SIGNATURE);
            }
            if (wants(found, ImageProofs.SBOM)
                    && (manifest("", ProofTags.bill(digest)).isPresent() || bill(manifest("", ProofTags.attestation(digest)), "predicateType"))) {
                found.add(ImageProofs.SBOM);
            }
            return found;
        }

        private boolean wants(Set<String> found, String kind) {
            return asked.wanted().contains(kind) && !found.contains(kind);
        }

        /** What every platform of an index has; nothing where it is none. */
        private Set<String> aboutEachPlatform() throws IOException {
            Set<String> all = null;
            JsonNode parts = manifest(asked.digest(), "").map(index -> index.path("manifests")).orElse(JSON.createArrayNode());
            for (JsonNode part : parts) {
                if (!isAttestation(part)) {
                    String digest = part.path("digest").asText();
                    Set<String> found = about(digest);
                    for (JsonNode other : parts) {
                        if (wants(found, ImageProofs.SBOM) && isAttestation(other)
                                && other.path("annotations").path("vnd.docker.reference.digest").asText().equals(digest)
                                && bill(manifest(other.path("digest").asText(), ""), "in-toto.io/predicate-type")) {
                            found.add(ImageProofs.SBOM);
                        }
                    }
                    if (all == null) {
                        all = found;
                    } else {
                        all.retainAll(found);
                    }
                }
            }
            return all == null ? Set.of() : all;
        }

        private static boolean isAttestation(JsonNode part) {
            return part.path("annotations").path("vnd.docker.reference.type").asText().equals("attestation-manifest")
                    || part.path("platform").path("os").asText().equals("unknown");
        }

        private static boolean bill(Optional<JsonNode> attestation, String annotation) {
            if (attestation.isPresent()) {
                for (JsonNode layer : attestation.get().path("layers")) {
                    if (ImageProofs.isBill(layer.path("annotations").path(annotation).asText())) {
                        return true;
                    }
                }
            }
            return false;
        }

        private Optional<JsonNode> manifest(String digest, String tag) throws IOException {
            var images = ecr.batchGetImage(get -> get.registryId(account).repositoryName(asked.repository())
                    .imageIds(id -> id.imageDigest(digest.isEmpty() ? null : digest).imageTag(tag.isEmpty() ? null : tag))
                    .acceptedMediaTypes(Manifest.ACCEPTED)).images();
            return images.isEmpty() ? Optional.empty() : Optional.ofNullable(JSON.readTree(String.valueOf(images.get(0).imageManifest())));
        }
    }
}
